import { expect, test } from 'vitest'
import { KnownFailure } from '../errors.ts'
import { refuseUnfit } from './fitness.ts'
import { counterResult, metricResult, runResult, scenarioResult } from './testing.ts'

const verdict = { kind: 'missing' } as const
const comparison = { kind: 'comparison', outcome: 'failed' } as const

test.each([
  [
    'metric',
    'payments/latencyMsP50',
    scenarioResult({ metrics: [metricResult({ head: null, verdict })] }),
  ],
  [
    'counter',
    'payments/sql.calls/total',
    scenarioResult({ counters: [counterResult({ head: null, verdict })] }),
  ],
])('a run whose head lost a gate of base, a %s, makes no baseline', (_, lost, scenario) => {
  const refused = () => refuseUnfit(runResult([scenario], comparison))
  expect(refused).toThrow(KnownFailure)
  expect(refused).toThrow(
    `result has ${lost} lost against base, expected a run that neither loses nor slows a gate`,
  )
})

test('a gate that only the store still has keeps no new baseline from being written', () => {
  const dropped = counterResult({ id: 'sql.calls/dropped', base: null, head: null, verdict })
  const scenario = scenarioResult({ counters: [counterResult(), dropped] })
  expect(() => refuseUnfit(runResult([scenario], comparison))).not.toThrow()
})

test('a figure that decides nothing may be gone', () => {
  const informing = metricResult({ head: null, verdict, role: 'inform' })
  const scenario = scenarioResult({ metrics: [informing] })
  expect(() => refuseUnfit(runResult([scenario], comparison))).not.toThrow()
})
