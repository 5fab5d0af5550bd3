import { expect, test } from 'vitest'
import type { CompletedRun } from './event.ts'
import { chooseOne } from './pull-request.ts'

const run: CompletedRun = {
  runId: 100,
  attempt: 1,
  trigger: 'pull_request',
  conclusion: 'success',
  url: 'https://github.com/acme/shop/actions/runs/100',
  headSha: 'aaaa',
  headBranch: 'change',
  headRepository: { owner: 'acme', fullName: 'acme/shop' },
  listedPullRequests: [],
}
const at = (number: number, headSha = 'aaaa') => ({ number, headSha })

test('the one pull request with the same head is it', () => {
  expect(chooseOne([at(7)], run)).toEqual({ kind: 'found', number: 7, headSha: 'aaaa' })
})

test('one that moved on is stale, none is none', () => {
  expect(chooseOne([at(7, 'bbbb')], run)).toEqual({ kind: 'stale', number: 7 })
  expect(chooseOne([], run)).toEqual({ kind: 'none' })
})

test('of several, the one that the event lists is it', () => {
  expect(chooseOne([at(7), at(8)], run)).toEqual({ kind: 'ambiguous', numbers: [7, 8] })
  expect(chooseOne([at(7), at(8)], { ...run, listedPullRequests: [8] })).toMatchObject({
    number: 8,
  })
})

test('a listed number with another branch counts for nothing', () => {
  expect(chooseOne([at(7)], { ...run, listedPullRequests: [9] })).toMatchObject({ number: 7 })
})
