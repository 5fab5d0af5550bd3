import { expect, test } from 'vitest'
import type { ScenarioResult } from '../result/document.ts'
import type { Cause } from '../result/evidence.ts'
import { fixtures } from './fixtures.ts'
import { renderHtml } from './html.ts'
import { renderMarkdown } from './markdown.ts'
import { renderTerminal } from './terminal.ts'
import { unexplainedText } from './unexplained.ts'

const [payments, ...others] = fixtures.explained.scenarios
if (payments === undefined) throw new Error('the example run has no scenario, expected one')

/** System and Postgres cost 50 us each; system rose by a half, which is a quarter of both. */
const explained = (weights: readonly (number | null)[]): ScenarioResult => ({
  ...payments,
  metrics: payments.metrics.map((metric) => {
    if (!metric.id.startsWith('cpuUsPerOp')) return metric
    const base = { median: 50, spread: 1, n: 8 }
    if (metric.id !== 'cpuUsPerOpSystem') return { ...metric, base }
    const verdict = { kind: 'regressed', effect: 0.5, pValue: 0.01 } as const
    const change = { ratio: 1.5, low: 1.4, high: 1.6, confidence: 0.95 }
    return { ...metric, role: 'gate', base, change, verdict }
  }),
  causes: weights.map((weight): Cause => {
    const [cause] = payments.causes ?? []
    if (cause === undefined) throw new Error('the example run has no cause, expected one')
    return { ...cause, weight }
  }),
})
const sentence =
  'An operation takes 25.0 µs more CPU, system and Postgres together (+25.0 %): the causes found make up about 10 µs of them (+10.0 %) and leave about 15 µs (15.0 %) unexplained.'

test('what the causes do not stand for is said in the same words in every report', () => {
  const scenario = explained([0.08, 0.02])
  expect(unexplainedText(scenario)).toBe(sentence)
  const result = { ...fixtures.explained, scenarios: [scenario, ...others] }
  const flat = (text: string) => text.replace(/\s+/g, ' ').replaceAll('&#39;', "'")
  const terminal = renderTerminal(result, { width: 100, color: false, unicode: true })
  for (const text of [renderMarkdown(result), renderHtml(result), terminal])
    expect(flat(text)).toContain(sentence)
})

test('nothing is said where the causes stand for nearly all, or one has no weight', () => {
  expect(unexplainedText(explained([0.2]))).toBeNull()
  expect(unexplainedText(explained([0.3]))).toBeNull()
  expect(unexplainedText(explained([0.08, null]))).toBeNull()
  expect(unexplainedText(explained([]))).toBeNull()
})
