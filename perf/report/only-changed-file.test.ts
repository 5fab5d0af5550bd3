import { expect, test } from 'vitest'
import type { RunResult } from '../result/document.ts'
import type { Cause } from '../result/evidence.ts'
import { annotationsOf } from './annotations.ts'
import { fixtures } from './fixtures.ts'
import { renderHtml } from './html.ts'
import { renderMarkdown } from './markdown.ts'
import { renderTerminal } from './terminal.ts'

const file = 'system/modules/payments/settings.ts'
const cause: Cause = {
  kind: 'statement',
  title: 'SELECT 1 is new: it runs once per operation',
  detail: null,
  place: { function: '', file, line: 0 },
  touched: false,
  onlyChangedFile: true,
  weight: 0.1,
}

const scenarios = fixtures.explained.scenarios.map((one) => ({ ...one, causes: [cause] }))
const result: RunResult = {
  ...fixtures.explained,
  changedLines: [{ file, ranges: [{ first: 3, last: 3 }] }],
  scenarios,
}

test.each([
  ['comment', renderMarkdown(result), `– \`${file}\` – the only changed source file`],
  [
    'terminal',
    renderTerminal(result, { width: 400, color: false, unicode: true }),
    `– ${file} – the only changed source file`,
  ],
  ['page', renderHtml(result), `the only changed source file<code>${file}</code>`],
])(
  'the %s says that this is the only changed source file, not that its lines were seen',
  (_, text, words) => {
    expect(text.replaceAll(/<\/?span[^>]*>/g, '')).toContain(words)
    expect(text).not.toMatch(/in lines this change touched|>in this change</)
  },
)

test('it is annotated with the file named and at no line', () => {
  const [why] = annotationsOf(result).filter(({ title }) => title === 'payments: why it regressed')
  expect(why?.message).toMatch(
    /once per operation; \S+settings\.ts is the only changed source file$/,
  )
  expect(why).not.toHaveProperty('line')
})
