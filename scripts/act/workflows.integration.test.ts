import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readOnlyEntry } from '../../perf/github/zip-entry.ts'
import { readMarker } from '../../perf/report/marker.ts'
import type { RunResult } from '../../perf/result/document.ts'
import { parseResult } from '../../perf/result/read.ts'
import { repositoryRoot } from '../workflows/config.ts'
import { runWorkflow, type WorkflowOutcome, type WorkflowRun } from './act.ts'
import { type GithubApi, startGithubApi } from './api-server.ts'
import { pullRequestPayload, workflowRunPayload } from './events.ts'
import { addArtifact, createState, type GithubState, type PullRequest } from './github-state.ts'
import { changedFile, createOrigin, type Origin } from './origin.ts'

/**
 * The way of one pull request through the workflows, executed by act on this host: perf.yml
 * measures (the shortest real run there is, in two groups) and makes one verdict of it,
 * perf-comment.yml publishes to the local API server. The tests build on one another, as the runs
 * of a pull request do.
 */
const number = 7
const repository = 'acme/shop'
const workflowTimeoutMs = 15 * 60_000
/** The shortest real run: two generations, and groups of the control alone. */
const quick = { PERF_PROFILE: 'quick' }
const groups = ['first', 'second']
const groupTable = `export const groupTable = ${JSON.stringify(
  groups.map((name) => ({ name, scenarios: [] })),
)}\n`

const policyFile = 'perf/verdict/policy.ts'

/** As many as are not one: both orders of the arms are there. */
async function policyOfTwoGenerations(): Promise<string> {
  const policy = await readFile(join(repositoryRoot, policyFile), 'utf8')
  const look = /(?<=quick: \{ looks: \[\{ generations: )\d+/
  const short = policy.replace(look, '2')
  if (short === policy) throw new Error(`${policyFile} lacks the look of quick, expected it there`)
  return short
}

let folder: string
let origin: Origin
let api: GithubApi
let state: GithubState
let pull: PullRequest
let firstHead: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-act-'))
  origin = await createOrigin(folder, {
    'perf/scenarios/group-table.ts': groupTable,
    [policyFile]: await policyOfTwoGenerations(),
  })
  state = createState({ repository })
  api = await startGithubApi(state)
})

afterAll(async () => {
  await api[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test(
  'perf.yml measures a pull request group by group, and ends with one verdict',
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
    const payload = pullRequest(headSha)
    const outcome = await execute('perf.yml', 'pull_request', mergeSha, 100, payload, {
      installingJob: 'groups',
    })
    expect(namesOfArtifacts(100)).toEqual([
      'perf-report-1',
      'perf-result-first-1',
      'perf-result-second-1',
    ])
    const results = await Promise.all(
      groups.map((group) => uploadedResult(`perf-result-${group}-1`)),
    )
    for (const { scenarios } of results) {
      expect(scenarios.map(({ name }) => name)).toEqual(['control'])
    }
    // The verdict says what the results say; what that is on a busy machine is not this test's
    // business.
    const allPassed = results.every((result) => result.outcome === 'passed')
    expect(verdictEndedWell(outcome)).toBe(allPassed)
    // The page of the verdict's job, which act prints.
    expect(outcome.log).toMatch(/Verdict.*Summary - ### /)
    expect(outcome.log).toMatch(/Groups.*first \w+, second \w+; of 2 families/)
  },
)

test(
  'a run whose groups all fail to measure ends with a verdict all the same, and it is red',
  { timeout: workflowTimeoutMs },
  async () => {
    const { headSha, mergeSha } = await origin.push('feat: no such profile')
    const payload = pullRequest(headSha)
    const outcome = await execute('perf.yml', 'pull_request', mergeSha, 90, payload, {
      variables: { PERF_PROFILE: 'nonsense' },
    })
    expect(namesOfArtifacts(90)).toEqual([])
    expect(verdictEndedWell(outcome)).toBe(false)
    expect(outcome.log).toContain('group first left no result')
    expect(outcome.log).toContain('group second left no result')
    expect(outcome.exitCode).not.toBe(0)
  },
)

test('perf-comment.yml writes the comment', { timeout: workflowTimeoutMs }, async () => {
  const outcome = await comment({ run: 100, job: 200, headSha: firstHead }, 'comment')
  expect(outcome.log).toContain('Comment created')
  expect(state.comments.map(({ issue_number }) => issue_number)).toEqual([number])
  expect(readMarker(bodyOfComment())).toEqual({ headSha: firstHead, runId: '100.1' })
  expect(bodyOfComment()).toMatch(/\n### .+/)
  expect(bodyOfComment()).toMatch(/first \w+, second \w+; of 2 families/)
})

test('a second push updates the comment in place', { timeout: workflowTimeoutMs }, async () => {
  const { headSha } = await origin.push('fix: the change')
  pull.head.sha = headSha
  for (const { name, content } of state.artifacts.filter(({ run }) => run === 100)) {
    addArtifact(state, { run: 101, name, content })
  }
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

function namesOfArtifacts(run: number): string[] {
  const ofRun = state.artifacts.filter((artifact) => artifact.run === run)
  return ofRun.map(({ name }) => name).toSorted()
}

async function uploadedResult(name: string): Promise<RunResult> {
  const artifact = state.artifacts.find((each) => each.name === name)
  const path = join(folder, `${name}.zip`)
  await writeFile(path, artifact?.content ?? '')
  return parseResult(await readOnlyEntry(path, 'result.json', 16 * 1024 ** 2), 'uploaded result')
}

const verdictEndedWell = ({ log }: WorkflowOutcome): boolean =>
  log.split('\n').some((line) => /\bVerdict\b.*Job succeeded/.test(line))

function pullRequest(headSha: string): Record<string, unknown> {
  return pullRequestPayload({
    number,
    repository,
    branch: 'change',
    headSha,
    baseSha: origin.mainSha,
  })
}

function bodyOfComment(): string {
  return state.comments[0]?.body ?? ''
}

function comment(
  of: { run: number; job: number; headSha: string },
  installingJob = '',
): Promise<WorkflowOutcome> {
  const payload = workflowRunPayload({ runId: of.run, headSha: of.headSha, repository })
  const { mainSha } = origin
  return execute('perf-comment.yml', 'workflow_run', mainSha, of.job, payload, { installingJob })
}

async function execute(
  workflow: string,
  event: WorkflowRun['event'],
  sha: string,
  runId: number,
  payload: unknown,
  { variables = quick, installingJob = '' }: Partial<WorkflowRun> = {},
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
    installingJob,
    token: state.token,
    repository,
    timeoutMs: workflowTimeoutMs,
  })
  await rm(runFolder, { recursive: true, force: true })
  return outcome
}
