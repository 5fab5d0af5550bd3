import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { type Baseline, serialiseBaseline } from '../../perf/baseline/document.ts'
import { baselineFrom } from '../../perf/baseline/from-result.ts'
import { proposeStoredBaselines } from '../../perf/commands/propose-baselines.ts'
import { calmResult } from '../../perf/commands/testing.ts'
import { type BaselineProposal, proposeBaselines } from '../../perf/github/baseline-proposal.ts'
import { type GithubApi, startGithubApi } from './api-server.ts'
import { createState, type GithubState } from './github-state.ts'

const baseSha = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'

async function openApi(): Promise<GithubApi> {
  const state = createState()
  state.git.commits.set(baseSha, { tree: 'base-tree', message: 'main', parents: [] })
  state.git.refs.set('refs/heads/main', baseSha)
  return startGithubApi(state)
}

function proposal(api: GithubApi, changes: Partial<BaselineProposal> = {}): BaselineProposal {
  return {
    github: {
      apiUrl: api.url,
      token: api.state.token,
      repository: { owner: 'acme', repo: 'shop' },
      retry: { attempts: 3, backoffMs: 5, longestWaitMs: 100 },
    },
    baseBranch: 'main',
    baseSha,
    branch: 'baselines/run-300',
    files: [{ path: 'baselines/local-2cpu/payments.json', content: '{}\n' }],
    body: 'old and new',
    ...changes,
  }
}

function proposedCommit(state: GithubState) {
  const sha = state.git.refs.get('refs/heads/baselines/run-300') ?? ''
  const commit = state.git.commits.get(sha)
  return { commit, tree: state.git.trees.get(commit?.tree ?? '') }
}

test('changed baselines become one commit on a branch of their own, and a pull request', async () => {
  await using api = await openApi()
  const outcome = await proposeBaselines(proposal(api))
  expect(outcome).toMatchObject({ kind: 'opened', url: expect.stringContaining('/pull/') })
  const { commit, tree } = proposedCommit(api.state)
  expect(commit?.parents).toEqual([baseSha])
  expect(tree).toEqual({
    base: 'base-tree',
    files: { 'baselines/local-2cpu/payments.json': '{}\n' },
  })
  expect(api.state.pulls[0]).toMatchObject({
    title: 'chore(baselines): propose one baseline measured at aaaaaaaa',
    base: { ref: 'main' },
    body: 'old and new',
  })
  expect(api.state.git.refs.get('refs/heads/main')).toBe(baseSha)
})

test('without a change nothing is asked of GitHub', async () => {
  await using api = await openApi()
  expect(await proposeBaselines(proposal(api, { files: [] }))).toEqual({ kind: 'unchanged' })
  expect(api.state.requests).toEqual([])
})

test('a second proposal of the same run is refused, not mixed into the first', async () => {
  await using api = await openApi()
  await proposeBaselines(proposal(api))
  await expect(proposeBaselines(proposal(api))).rejects.toMatchObject({
    code: 'github',
    message: expect.stringContaining('create the branch baselines/run-300: 422'),
  })
})

test('a repository that forbids Actions to open pull requests is told which setting allows it', async () => {
  await using api = await openApi()
  api.state.faults.push({ method: 'POST', path: /\/pulls$/, status: 403, times: 1 })
  await expect(proposeBaselines(proposal(api))).rejects.toMatchObject({
    code: 'github',
    remedy: expect.stringContaining('Allow GitHub Actions to create and approve pull requests'),
  })
})

test('what differs from the commit that was checked out is proposed, new files included', async () => {
  await using api = await openApi()
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-propose-'))
  try {
    const lane = join(folder, 'baselines', 'local-2cpu')
    await mkdir(lane, { recursive: true })
    const store = (name: string, changes: Partial<Baseline> = {}) =>
      writeFile(
        join(lane, `${name}.json`),
        serialiseBaseline({ ...measured(), scenario: name, ...changes }),
      )
    await store('payments')
    await store('control')
    const sha = await commitAll(folder)
    api.state.git.commits.set(sha, { tree: 'base-tree', message: 'main', parents: [] })
    await store('payments', { profile: 'thorough' })
    await store('reconciliation')

    const outcome = await proposeStoredBaselines({
      github: proposal(api).github,
      repositoryFolder: folder,
      baseBranch: 'main',
      runId: '300',
      runAttempt: '1',
      runUrl: 'https://github.com/acme/shop/actions/runs/300',
    })
    expect(outcome).toMatchObject({ kind: 'opened' })
    const [tree] = api.state.git.trees.values()
    expect(Object.keys(tree?.files ?? {})).toEqual([
      'baselines/local-2cpu/payments.json',
      'baselines/local-2cpu/reconciliation.json',
    ])
    expect(api.state.pulls[0]?.body).toContain('### baselines/local-2cpu/reconciliation.json')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

function measured(): Baseline {
  const result = calmResult()
  const [scenario] = result.scenarios
  if (scenario === undefined) throw new Error('expected a scenario')
  return baselineFrom(result, scenario)
}

async function commitAll(folder: string): Promise<string> {
  const git = async (...args: string[]) => {
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost']
    const { stdout } = await promisify(execFile)('git', [...identity, ...args], { cwd: folder })
    return stdout.trim()
  }
  await git('init', '--quiet')
  await git('add', '--all')
  await git('commit', '--quiet', '-m', 'chore: baselines')
  return git('rev-parse', 'HEAD')
}
