import { describe, expect, test } from 'vitest'
import { KnownFailure } from '../errors.ts'
import { parseCompletedRun, readCompletedRun } from './event.ts'

const sha = '3f8a16c7be290d54f1a7c8e3b6d20597ac4e81f3'
const workflowRun = {
  id: 100,
  run_attempt: 2,
  event: 'pull_request',
  conclusion: 'failure',
  html_url: 'https://github.com/acme/shop/actions/runs/100',
  head_sha: sha,
  head_branch: 'change',
  head_repository: { full_name: 'acme/shop', owner: { login: 'acme' } },
  pull_requests: [{ number: 7 }],
}
const parse = (changes: Record<string, unknown> = {}) =>
  parseCompletedRun(
    JSON.stringify({ action: 'completed', workflow_run: { ...workflowRun, ...changes } }),
  )

describe('a workflow_run event', () => {
  test('tells run, attempt, head and the pull requests it lists', () => {
    expect(parse()).toEqual({
      runId: 100,
      attempt: 2,
      trigger: 'pull_request',
      conclusion: 'failure',
      url: 'https://github.com/acme/shop/actions/runs/100',
      headSha: sha,
      headBranch: 'change',
      headRepository: { owner: 'acme', fullName: 'acme/shop' },
      listedPullRequests: [7],
    })
  })

  test('may be of a fork that was deleted', () => {
    expect(parse({ head_repository: null }).headRepository).toBeNull()
  })

  test.each([
    ['head_sha', 'main'],
    ['head_sha', `${sha}\n`],
    ['id', '100'],
    ['id', 0],
    ['html_url', 'javascript:alert(1)'],
    ['html_url', 'https://x/) [y](https://z'],
    ['pull_requests', [{ number: -1 }]],
  ])('with %s %j is refused at that place', (name, value) => {
    expect(() => parse({ [name]: value })).toThrow(KnownFailure)
    expect(() => parse({ [name]: value })).toThrow(`/workflow_run/${name}`)
  })

  test('of another kind, or that is not JSON, is refused with the way out', async () => {
    expect(() => parseCompletedRun('{"action":"opened"}')).toThrow('completed workflow_run')
    expect(() => parseCompletedRun('{')).toThrow('not JSON')
    await expect(readCompletedRun('/nowhere/event.json')).rejects.toMatchObject({ code: 'input' })
  })
})
