import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readOnlyEntry } from '../../perf/github/zip-entry.ts'
import { readMarker } from '../../perf/report/marker.ts'
import type { RunResult } from '../../perf/result/document.ts'
import { parseResult } from '../../perf/result/read.ts'
import { runWorkflow, type WorkflowOutcome, type WorkflowRun } from './act.ts'
import { type GithubApi, startGithubApi } from './api-server.ts'
import { pullRequestPayload, workflowRunPayload } from './events.ts'
import { addArtifact, createState, type GithubState, type PullRequest } from './github-state.ts'
import { changedFile, createOrigin, type Origin } from './origin.ts'

/**
 * The way of one pull request through the workflows, executed by act on this host: perf.yml measures
 * (the shortest real run there is), perf-comment.yml publishes to the local API server. The tests build
 * on one another, as the runs of a pull request do.
 */
const number = 7
const repository = 'acme/shop'
const workflowTimeoutMs = 15 * 60_000
/** The shortest real run: one scenario, fewest generations. */
const variables = { PERF_PROFILE: 'quick', PERF_SCENARIO: 'control' }

let folder: string
let origin: Origin
let api: GithubApi
let state: GithubState
let pull: PullRequest
let firstHead: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-act-'))
  origin = await createOrigin(folder)
  state = createState({ repository })
  api = await startGithubApi(state)
})

afterAll(async () => {
  await api[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test(
  'perf.yml measures a pull request and hands over its result',
  { timeout: workflowTimeoutMs },
  async () => {
    const { headSha, mergeSha } = await origin.push('feat: a change')
    firstHead = headSha
    pull = {
      number,
      state: 'open',
      title: 'feat: a change',
      head: {
        ref: 'change',
        sha: headSha,
        repo: { full_name: repository, owner: { login: 'acme' } },
      },
      base: { ref: 'main' },
      files: [changedFile],
    }
    state.pulls.push(pull)
    const payload = pullRequestPayload({
      number,
      repository,
      branch: 'change',
      headSha,
      baseSha: origin.mainSha,
    })
    const outcome = await execute('perf.yml', 'pull_request', mergeSha, 100, payload)
    const result = await uploadedResult(100)
    expect(result.scenarios.map(({ name }) => name)).toEqual(['control'])
    // The job says what the result says; what it is on a busy machine is not this test's business.
    expect(outcome.log.includes('Job succeeded')).toBe(result.outcome === 'passed')
    // The job summary, which act prints.
    expect(outcome.log).toContain('Summary - ### ')
  },
)

test('perf-comment.yml writes the comment', { timeout: workflowTimeoutMs }, async () => {
  const outcome = await comment({ run: 100, job: 200, headSha: firstHead })
  expect(outcome.log).toContain('Comment created')
  expect(state.comments.map(({ issue_number }) => issue_number)).toEqual([number])
  expect(readMarker(bodyOfComment())).toEqual({ headSha: firstHead, runId: '100.1' })
  expect(bodyOfComment()).toMatch(/\n### .+/)
})

test('a second push updates the comment in place', { timeout: workflowTimeoutMs }, async () => {
  const { headSha } = await origin.push('fix: the change')
  pull.head.sha = headSha
  const result = state.artifacts.find(({ name }) => name === 'perf-result')
  if (result === undefined) throw new Error('expected the result of the first run')
  addArtifact(state, { run: 101, content: result.content })
  const outcome = await comment({ run: 101, job: 201, headSha })
  expect(outcome.log).toContain('Comment updated')
  expect(state.comments).toHaveLength(1)
  expect(readMarker(bodyOfComment())).toEqual({ headSha, runId: '101.1' })
})

test('a stale run leaves the comment alone', { timeout: workflowTimeoutMs }, async () => {
  const before = bodyOfComment()
  const outcome = await comment({ run: 100, job: 202, headSha: firstHead })
  expect(outcome.log).toContain('No comment written')
  expect(state.comments).toHaveLength(1)
  expect(bodyOfComment()).toBe(before)
})

async function uploadedResult(run: number): Promise<RunResult> {
  const names = state.artifacts.map(({ name }) => name)
  expect(names.toSorted()).toEqual(['perf-report', 'perf-result'])
  const artifact = state.artifacts.find(({ name }) => name === 'perf-result')
  expect(artifact?.run).toBe(run)
  const path = join(folder, 'result.zip')
  await writeFile(path, artifact?.content ?? '')
  return parseResult(await readOnlyEntry(path, 'result.json', 16 * 1024 ** 2), 'uploaded result')
}

function bodyOfComment(): string {
  return state.comments[0]?.body ?? ''
}

function comment(of: { run: number; job: number; headSha: string }): Promise<WorkflowOutcome> {
  const payload = workflowRunPayload({ runId: of.run, headSha: of.headSha, repository })
  return execute('perf-comment.yml', 'workflow_run', origin.mainSha, of.job, payload)
}

async function execute(
  workflow: string,
  event: WorkflowRun['event'],
  sha: string,
  runId: number,
  payload: unknown,
): Promise<WorkflowOutcome> {
  const runFolder = join(folder, `run-${runId}`)
  await mkdir(runFolder)
  const eventPath = join(runFolder, 'event.json')
  await writeFile(eventPath, JSON.stringify(payload))
  const outcome = await runWorkflow({
    clone: await origin.cloneAt(sha, `run-${runId}/clone`),
    workflow,
    event,
    eventPath,
    runId,
    apiUrl: api.url,
    origin: origin.path,
    actFolder: join(runFolder, 'act'),
    variables,
    token: state.token,
    repository,
    timeoutMs: workflowTimeoutMs,
  })
  await rm(runFolder, { recursive: true, force: true })
  return outcome
}
