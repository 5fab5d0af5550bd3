import { expect, test } from 'vitest'
import { KnownFailure } from '../errors.ts'
import type { CommentOutcome } from './comment.ts'
import {
  commentCommand,
  commentExitCode,
  describeComment,
  describeProposal,
  proposeCommand,
} from './github-commands.ts'

const published: Extract<CommentOutcome, { kind: 'published' }> = {
  kind: 'published',
  action: 'updated',
  pullRequest: 7,
  url: 'https://github.com/acme/shop/pull/7#issuecomment-1',
  duplicatesRemoved: 0,
  artifact: 'accepted',
  outcome: 'regressed',
  problem: undefined,
}
const problem = new KnownFailure('input', 'artifact has 9 bytes, expected 4')

test('publishing a regression is a success, a refused artifact is not', () => {
  expect(commentExitCode(published)).toBe(0)
  expect(commentExitCode({ kind: 'skipped', reason: 'stale', message: '' })).toBe(0)
  expect(commentExitCode({ ...published, artifact: 'absent', problem })).toBe(0)
  expect(commentExitCode({ ...published, artifact: 'refused', problem })).toBe(2)
})

test('what was done is said, with the address and the surplus', () => {
  expect(describeComment({ ...published, duplicatesRemoved: 2 })).toBe(
    `Comment updated: ${published.url} (regressed).\nRemoved 2 surplus of it.`,
  )
  expect(
    describeComment({ ...published, artifact: 'refused', outcome: undefined, problem }),
  ).toContain('expected 4')
  expect(describeComment({ kind: 'skipped', reason: 'stale', message: 'it moved on' })).toBe(
    'No comment written: it moved on.',
  )
})

test('a proposal names its address, or that there is none to make', () => {
  expect(describeProposal({ kind: 'opened', number: 8, url: 'https://x/8' })).toContain(
    'https://x/8',
  )
  expect(describeProposal({ kind: 'unchanged' })).toContain('nothing to propose')
})

test('outside a workflow both commands say what is missing, and print nothing', async () => {
  const printed: string[] = []
  const context = { environment: {}, print: (text: string) => printed.push(text) }
  const said = { code: 'usage', message: expect.stringContaining('is not set') }
  await expect(commentCommand(context, '/baselines')).rejects.toMatchObject(said)
  await expect(proposeCommand(context, '/checkout')).rejects.toMatchObject(said)
  expect(printed).toEqual([])
})
