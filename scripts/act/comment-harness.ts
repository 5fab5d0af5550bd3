import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommentConfig } from '../../perf/commands/comment-config.ts'
import type { CommentOutcome } from '../../perf/commands/comment.ts'
import { runComment } from '../../perf/commands/comment.ts'
import { workflowTokenAuthor } from '../../perf/github/config.ts'
import { slowerResult } from '../../perf/commands/testing.ts'
import { renderJson } from '../../perf/report/json.ts'
import type { RunResult } from '../../perf/result/document.ts'
import { type GroupResultName, groupResultName } from '../../perf/result/group-results.ts'
import type { ScenarioGroup } from '../../perf/scenarios/groups.ts'
import { startGithubApi, type GithubApi } from './api-server.ts'
import { type RunEvent, workflowRunPayload } from './events.ts'
import { addArtifact, createState, type GithubState, type PullRequest } from './github-state.ts'
import { createZip } from './zip.ts'

/**
 * One pull request, one local GitHub, and `comment` run against it as the workflow would run it.
 */
export const headSha = '3f8a16c7be290d54f1a7c8e3b6d20597ac4e81f3'
export const otherSha = 'ffffffffffffffffffffffffffffffffffffffff'

export interface Stage extends AsyncDisposable {
  readonly state: GithubState
  readonly folder: string
  comment(event?: Partial<RunEvent>): Promise<CommentOutcome>
}

/** What the repository asks pull requests for where a test does not say. */
const oneGroup: readonly ScenarioGroup[] = [{ name: 'main', scenarios: ['payments'] }]

export async function openStage(
  pull: Partial<PullRequest> = {},
  groups: readonly ScenarioGroup[] = oneGroup,
): Promise<Stage> {
  const state = createState()
  state.pulls.push(pullRequest(pull))
  const api = await startGithubApi(state)
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-comment-test-'))
  return {
    state,
    folder,
    async comment(event = {}) {
      const eventPath = join(folder, 'event.json')
      await writeFile(
        eventPath,
        JSON.stringify(workflowRunPayload({ runId: 100, headSha, ...event })),
      )
      return runComment({ ...configFor(api, folder, eventPath), groups })
    },
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function configFor(
  api: GithubApi,
  folder: string,
  eventPath: string,
): Omit<CommentConfig, 'groups'> {
  return {
    github: {
      apiUrl: api.url,
      token: api.state.token,
      repository: { owner: 'acme', repo: 'shop' },
      retry: { attempts: 3, backoffMs: 5, longestWaitMs: 1_500 },
    },
    eventPath,
    temporaryFolder: folder,
    jobSummaryPath: undefined,
    author: workflowTokenAuthor,
    baselinesFolder: join(folder, 'baselines'),
  }
}

export function pullRequest(overrides: Partial<PullRequest> = {}): PullRequest {
  return {
    number: 7,
    state: 'open',
    title: 'a change',
    head: {
      ref: 'change',
      sha: headSha,
      repo: { full_name: 'acme/shop', owner: { login: 'acme' } },
    },
    base: { ref: 'main' },
    files: ['system/main.ts'],
    ...overrides,
  }
}

export function uploadResult(
  stage: Stage,
  run: number,
  result: RunResult = slowerResult(),
  name?: Partial<GroupResultName>,
) {
  return uploadText(stage, run, renderJson(result), name)
}

export function uploadText(
  stage: Stage,
  run: number,
  text: string,
  name: Partial<GroupResultName> = {},
) {
  const content = createZip([{ name: 'result.json', data: Buffer.from(text) }])
  return addArtifact(stage.state, {
    run,
    content,
    name: groupResultName({ group: 'main', attempt: 1, ...name }),
  })
}
