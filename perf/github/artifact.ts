import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { setTimeout as sleep } from 'node:timers/promises'
import { KnownFailure } from '../errors.ts'
import { byteCap, tooLarge } from './byte-cap.ts'
import type { GithubClient } from './client.ts'
import type { GithubConfig } from './config.ts'
import { doing } from './failure.ts'
import { delayBeforeRetryMs } from './retry.ts'
import { readOnlyEntry } from './zip-entry.ts'

/**
 * The result that a pull request's run uploaded. Its code was the pull request's, so the archive is
 * hostile until shown otherwise: sizes are capped before and while reading, one entry of one name is
 * taken, nothing is unpacked to disk under a name of its own, nothing is executed.
 */
export const resultArtifactName = 'perf-result'
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

/**
 * Text of the result document that run `runId` uploaded; undefined when it uploaded none. Throws
 * KnownFailure 'input' for an archive that is too large or not what it should be, 'github' for a refusal.
 */
export async function downloadResult(
  client: GithubClient,
  config: GithubConfig,
  runId: number,
  folder: string,
  limits: ArtifactLimits = defaultArtifactLimits,
): Promise<string | undefined> {
  const artifact = await findArtifact(client, config, runId)
  if (artifact === undefined) return undefined
  if (artifact.sizeBytes > limits.archiveBytes) {
    throw tooLarge('artifact archive', artifact.sizeBytes, limits.archiveBytes)
  }
  const path = join(folder, 'artifact.zip')
  await downloadArchive(client, config, artifact.id, path, limits)
  return readOnlyEntry(path, resultEntryName, limits.documentBytes)
}

async function findArtifact(
  client: GithubClient,
  config: GithubConfig,
  runId: number,
): Promise<{ id: number; sizeBytes: number } | undefined> {
  const artifacts = await doing(`list the artifacts of run ${runId}`, () =>
    client.paginate(client.rest.actions.listWorkflowRunArtifacts, {
      ...config.repository,
      run_id: runId,
      name: resultArtifactName,
      per_page: 100,
    }),
  )
  // Each attempt of a run uploads one of this name; the newest has the highest id.
  const [newest] = artifacts
    .filter((artifact) => artifact.name === resultArtifactName && !artifact.expired)
    .toSorted((a, b) => b.id - a.id)
  return newest && { id: newest.id, sizeBytes: newest.size_in_bytes }
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

/** The signed address behind the redirect; it is fetched without our token, which is not for that host. */
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
