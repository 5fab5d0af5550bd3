import { expect, test } from 'vitest'
import { KnownFailure } from '../errors.ts'
import { scenarioGroups } from '../scenarios/groups.ts'
import { commentConfigFrom, proposalConfigFrom } from './workflow-config.ts'

const environment = {
  GITHUB_API_URL: 'https://api.github.com',
  GITHUB_TOKEN: 'secret',
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_EVENT_PATH: '/event.json',
  RUNNER_TEMP: '/tmp',
}

test("a workflow step's environment is all that is needed", () => {
  expect(commentConfigFrom(environment, '/baselines')).toMatchObject({
    github: { apiUrl: 'https://api.github.com', repository: { owner: 'acme', repo: 'shop' } },
    eventPath: '/event.json',
    temporaryFolder: '/tmp',
    jobSummaryPath: undefined,
    author: 'github-actions[bot]',
    baselinesFolder: '/baselines',
    groups: scenarioGroups,
  })
})

test('each missing name is said, with the way out, and the token is never quoted', () => {
  for (const name of Object.keys(environment)) {
    const attempt = () => commentConfigFrom({ ...environment, [name]: '' }, '/baselines')
    expect(attempt).toThrow(KnownFailure)
    expect(attempt).toThrow(`${name} is not set`)
    expect(attempt).not.toThrow('secret')
  }
})

test('a repository that is not owner/name is refused', () => {
  for (const name of ['shop', 'acme/shop/x', '/shop']) {
    expect(() =>
      commentConfigFrom({ ...environment, GITHUB_REPOSITORY: name }, '/baselines'),
    ).toThrow('owner/name')
  }
})

test("the repository's choice of scenarios is the one that counts", () => {
  const chosen = commentConfigFrom({ ...environment, PERF_SCENARIO: 'fx' }, '/baselines')
  expect(chosen.groups).toEqual([{ name: 'interbank', scenarios: ['fx', 'control'] }])
})

test('a repository that chooses none, whose variable is an empty text, wants every group', () => {
  const chosen = commentConfigFrom({ ...environment, PERF_SCENARIO: '' }, '/baselines')
  expect(chosen.groups).toEqual(scenarioGroups)
})

test('a proposal goes to the branch that was measured and links to its run', () => {
  const config = proposalConfigFrom(
    {
      ...environment,
      GITHUB_RUN_ID: '300',
      GITHUB_RUN_ATTEMPT: '2',
      GITHUB_REF_NAME: 'main',
      GITHUB_SERVER_URL: 'https://github.com',
    },
    '/checkout',
  )
  expect(config).toMatchObject({
    repositoryFolder: '/checkout',
    baseBranch: 'main',
    runAttempt: '2',
    runUrl: 'https://github.com/acme/shop/actions/runs/300',
  })
})
