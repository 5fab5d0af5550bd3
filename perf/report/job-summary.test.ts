import { expect, test } from 'vitest'
import type { RunResult } from '../result/document.ts'
import { counterOf } from './fixture-builders.ts'
import { fixtures } from './fixtures.ts'
import { expectGolden } from './golden.ts'
import { jobSummaryMaxBytes, renderJobSummary } from './job-summary.ts'

test.each(['regression', 'self-check'] as const)(
  'the job summary of the example run "%s" is as its golden file has it',
  async (name) => {
    await expectGolden(renderJobSummary(fixtures[name]), `job-summary-${name}.md`)
  },
)

test('it needs no hidden marker and folds nothing', () => {
  const text = renderJobSummary(fixtures.regression)
  expect(text.startsWith('### 🔴 Slower')).toBe(true)
  expect(text).toContain('<details open>')
})

test('a result with four thousand statements stays under the limit that GitHub enforces', () => {
  const counters = Array.from({ length: 4000 }, (_, index) =>
    counterOf(`sql.calls/SELECT ${'c, '.repeat(80)} FROM t${index}`, { base: 1, head: 2 }),
  )
  const [payments] = fixtures.regression.scenarios
  const result = { ...fixtures.regression, scenarios: [{ ...payments, counters }] } as RunResult
  const bytes = Buffer.byteLength(renderJobSummary(result))
  expect(bytes).toBeLessThanOrEqual(jobSummaryMaxBytes)
  expect(bytes).toBeGreaterThan(jobSummaryMaxBytes * 0.9)
})
