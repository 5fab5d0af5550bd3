import { expect, test } from 'vitest'
import { unrecorded } from './fixture-run.ts'
import { fixtures } from './fixtures.ts'
import { headlineOf } from './headline.ts'
import { renderHtml } from './html.ts'
import { renderMarkdown } from './markdown.ts'
import { renderTerminal } from './terminal.ts'

const run = fixtures['self-check']
const terminal = { width: 200, color: false, unicode: true }

test.each([
  ['comment', renderMarkdown(run)],
  ['page', renderHtml(run)],
  ['terminal', renderTerminal(run, terminal)],
])('that counters want a record is said once in the %s, and not in every row', (_, text) => {
  expect(text.split(unrecorded.message)).toHaveLength(2)
  expect(text.match(/on record/g)).toHaveLength(1)
})

test('the headline is that of a run whose counters have one', () => {
  expect(run.warnings).toEqual([unrecorded])
  expect(headlineOf(run)).toEqual(headlineOf({ ...run, warnings: [] }))
})
