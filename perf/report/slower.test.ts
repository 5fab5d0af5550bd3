import { describe, expect, test } from 'vitest'
import type { RunResult } from '../result/document.ts'
import { fixtures } from './fixtures.ts'
import { headlineOf } from './headline.ts'
import { renderHtml } from './html.ts'
import { renderSummaryLine } from './summary-line.ts'

describe('a headline that can be taken in at once', () => {
  const [payments, ...others] = fixtures.regression.scenarios
  if (payments === undefined) throw new Error('expected a scenario')
  const cause = {
    kind: 'function',
    title: 'spoken takes 59 µs of CPU per operation',
    detail: null,
    place: { function: 'spoken', file: 'system/modules/payments/payment-row.ts', line: 108 },
    touched: true,
    weight: 0.03,
  } as const
  const because = (changes: object): RunResult => ({
    ...fixtures.regression,
    scenarios: [{ ...payments, causes: [{ ...cause, ...changes }] }, ...others],
  })

  test('ends with the place of the first cause where the change touched it', () => {
    expect(headlineOf(because({})).text).toMatch(/ – spoken \(payment-row\.ts:108\)$/)
    const place = { ...cause.place, function: '' }
    expect(headlineOf(because({ place })).text).toMatch(/ – payment-row\.ts:108$/)
    expect(headlineOf(because({ touched: false })).text).not.toContain('spoken')
    expect(headlineOf(because({ place: null })).text).not.toContain(' – ')
  })

  test('has at most 120 characters, and says how many regressions it leaves out', () => {
    const long = { ...cause.place, function: 'speakAmountsByMinorUnits' }
    const { text } = headlineOf(because({ place: long }))
    expect(text.length).toBeLessThanOrEqual(120)
    expect(text).toMatch(/^Slower: payments .*throughput −\d\.\d+ %; and 2 more – speakAmounts/)
  })

  test('stands whole in the title of the page and in the last line of the log', () => {
    const { text } = headlineOf(because({}))
    expect(renderHtml(because({}))).toContain(`<title>${text}</title>`)
    expect(renderSummaryLine(because({})).startsWith(`${text} · `)).toBe(true)
  })

  test('a stored baseline that an earlier change left behind stands behind what this one did', () => {
    const message = 'payments: redis.commands/total is 20.8 per operation, the baseline has 16.88'
    const warnings = [{ code: 'counter-above-baseline', message, gate: true }]
    const failed: RunResult = { ...because({}), outcome: 'failed', warnings }
    expect(headlineOf(failed).text).toBe(
      `${headlineOf(because({})).text}. Failed: 1 counter above the stored baseline`,
    )
  })

  test('a reason of many clauses is cut at the end of one', () => {
    const clause = 'payments: redis.commands/total is 20.8 per operation, the baseline has 16.88'
    const message = `${clause}: this change did not add it, an earlier one did; refresh it if it is meant`
    const warnings = [{ code: 'counter-above-baseline', message, gate: true }]
    expect(headlineOf({ ...fixtures.calm, outcome: 'failed', warnings }).text).toBe(
      `Failed: ${clause}: this change did not add it`,
    )
  })
})
