import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { setTimeout as sleep } from 'node:timers/promises'
import { KnownFailure } from '../errors.ts'
import {
  type GroupResultName,
  groupsMost,
  newestOfGroups,
  parseGroupResultName,
} from '../result/group-results.ts'
import { byteCap, tooLarge } from './byte-cap.ts'
import type { GithubClient } from './client.ts'
import type { GithubConfig } from './config.ts'
import { doing } from './failure.ts'
import { delayBeforeRetryMs } from './retry.ts'
import { readOnlyEntry } from './zip-entry.ts'

/**
 * The results that a pull request's run uploaded, one per scenario group. Its code was the pull
 * request's, so an archive is hostile until shown otherwise: sizes are capped before and while
 * reading, one entry of one name is taken, nothing is unpacked to disk under a name of its own,
 * nothing is executed.
 */
export const resultEntryName = 'result.json'

export interface ArtifactLimits {
  readonly archiveBytes: number
  readonly documentBytes: number
  readonly downloadTimeoutMs: number
}

/** A real archive is some 50 KB, a real document some 500 KB. */
export const defaultArtifactLimits: ArtifactLimits = {
  archiveBytes: 4 * 1024 ** 2,
  documentBytes: 16 * 1024 ** 2,
  downloadTimeoutMs: 60_000,
}

export interface ResultArtifact extends GroupResultName {
  readonly id: number
  readonly sizeBytes: number
}

/**
 * Of each group the newest result that run `runId` had uploaded by `attempt`; a job that was not
 * run again has its result of an earlier one. Throws KnownFailure('input') for more groups than
 * there can be.
 */
export async function listResults(
  client: GithubClient,
  config: GithubConfig,
  { runId, attempt }: { readonly runId: number; readonly attempt: number },
): Promise<ReadonlyMap<string, ResultArtifact>> {
  const artifacts = await doing(`list the artifacts of run ${runId}`, () =>
    client.paginate(client.rest.actions.listWorkflowRunArtifacts, {
      ...config.repository,
      run_id: runId,
      per_page: 100,
    }),
  )
  const results = artifacts
    .filter(({ expired }) => !expired)
    // Two of one name may be there; the newer one has the higher id.
    .toSorted((a, b) => a.id - b.id)
    .flatMap(({ id, name, size_in_bytes: sizeBytes }): ResultArtifact[] => {
      const parsed = parseGroupResultName(name)
      return parsed === undefined ? [] : [{ ...parsed, id, sizeBytes }]
    })
  const newest = newestOfGroups(results, attempt)
  if (newest.size <= groupsMost) return newest
  throw new KnownFailure(
    'input',
    `run ${runId} uploaded results of ${newest.size} groups, expected at most ${groupsMost}`,
  )
}

/**
 * Text of the result document in `artifact`. Throws KnownFailure 'input' for an archive that is too
 * large or not what it should be, 'github' for a refusal.
 */
export async function downloadResult(
  client: GithubClient,
  config: GithubConfig,
  artifact: ResultArtifact,
  folder: string,
  limits: ArtifactLimits = defaultArtifactLimits,
): Promise<string> {
  if (artifact.sizeBytes > limits.archiveBytes) {
    throw tooLarge('artifact archive', artifact.sizeBytes, limits.archiveBytes)
  }
  const path = join(folder, 'artifact.zip')
  await downloadArchive(client, config, artifact.id, path, limits)
  return readOnlyEntry(path, resultEntryName, limits.documentBytes)
}

async function downloadArchive(
  client: GithubClient,
  config: GithubConfig,
  id: number,
  path: string,
  limits: ArtifactLimits,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    // A location is asked for each time: it expires within a minute.
    const location = await archiveLocation(client, config, id)
    const response = await fetchArchive(location, limits.downloadTimeoutMs)
    if (response.ok && response.body !== null) {
      return await saveCapped(response, path, limits.archiveBytes)
    }
    await response.body?.cancel()
    const refused = {
      status: response.status,
      method: 'GET',
      headers: Object.fromEntries(response.headers),
    }
    const delayMs = delayBeforeRetryMs(refused, attempt, config.retry, Date.now())
    if (delayMs === undefined) {
      throw new KnownFailure(
        'github',
        `artifact ${id} could not be downloaded: ${response.status} after ${attempt} attempts, expected 200`,
      )
    }
    await sleep(delayMs)
  }
}

/**
 * The signed address behind the redirect; it is fetched without our token, which is not for that
 * host.
 */
async function archiveLocation(
  client: GithubClient,
  config: GithubConfig,
  id: number,
): Promise<URL> {
  const response = await doing(`hand out artifact ${id}`, () =>
    client.request('GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}', {
      ...config.repository,
      artifact_id: id,
      archive_format: 'zip',
      request: { redirect: 'manual' },
    }),
  )
  const location = URL.parse(response.headers.location ?? '', config.apiUrl)
  const allowed = new URL(config.apiUrl).protocol === 'https:' ? ['https:'] : ['https:', 'http:']
  if (location === null || !allowed.includes(location.protocol)) {
    throw new KnownFailure('github', `artifact ${id} has no download address, expected a redirect`)
  }
  return location
}

async function fetchArchive(location: URL, timeoutMs: number): Promise<Response> {
  try {
    return await fetch(location, { signal: AbortSignal.timeout(timeoutMs) })
  } catch (cause) {
    // 599 is nobody's answer: it makes a broken connection retryable like any 5xx.
    return new Response(String(cause), { status: 599 })
  }
}

async function saveCapped(response: Response, path: string, limitBytes: number): Promise<void> {
  const declared = Number(response.headers.get('content-length') ?? 0)
  if (declared > limitBytes) {
    await response.body?.cancel()
    throw tooLarge('artifact archive', declared, limitBytes)
  }
  await pipeline(
    Readable.fromWeb(response.body as ReadableStream),
    byteCap('artifact archive', limitBytes),
    createWriteStream(path, { flags: 'w', mode: 0o600 }),
  )
}
