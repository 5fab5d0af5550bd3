import { expect, test } from 'vitest'
import { sampleResult } from './fixture-result.ts'
import type { LoadCounts } from '../../load/load.ts'
import { liveLines } from './live-lines.ts'
import { renderShapeMarkdown } from './markdown.ts'
import { majorGrouped, majorShort, majorText } from './money.ts'
import { bankCodes, sourceReport, sourceReportName } from './source-report.ts'
import { renderShapeTerminal } from './terminal.ts'

const ascii = { width: 120, color: false, unicode: false }

test('the report of the source has its fields and no others', () => {
  const report = sourceReport(sampleResult(), ['ENBXAEADXXX'])
  expect(report).toEqual({
    test_config: { target_tps: 3_000, duration_seconds: 300, banks: ['ENBXAEADXXX'] },
    results: {
      total_payments: 855_000,
      successful: 854_000,
      failed: 1_000,
      success_rate_pct: 99.88,
      avg_tps: 2_850,
      max_tps: 3_010,
      min_tps: 1_000,
      latency_ms: { average: 8.1, p95: 14, p99: 19.2 },
      volume_by_currency: { AED: '1234567.89', USD: '5.00' },
      liquidity_rebalances: 12,
    },
  })
  expect(sourceReportName('2026-01-07T09:08:07.123Z')).toBe(
    'stress_test_report_20260107_090807.json',
  )
})

test('the figures of the source’s report are all of the whole run, and agree with each other', () => {
  const { load, ...result } = sampleResult()
  const [ramp, ...held] = load.stretches
  if (ramp === undefined) throw new Error('expected stretches')
  // 9,000 refused in 30 s are 300 per second that ended, too.
  const stretches = [{ ...ramp, shed: 9_000 }, ...held]
  const latencyMs = { mean: 20, p50: 9, p95: 40, p99: 80, max: 90 }
  const whole = { ...load.whole, latencyMs }
  const { test_config: asked, results } = sourceReport(
    { ...result, load: { ...load, stretches, whole } },
    [],
  )
  expect(results.avg_tps).toBe(results.total_payments / asked.duration_seconds)
  expect(results.successful + results.failed).toBe(results.total_payments)
  expect([results.min_tps, results.max_tps]).toEqual([1_300, 3_010])
  expect(results.latency_ms).toEqual({ average: 20, p95: 40, p99: 80 })
})

test('the banks of the source’s report are those of the system’s answer, and none of another answer', () => {
  const banks = [{ bic: 'ENBXAEADXXX', clears: true }, { bic: 'LUMIILITXXX' }]
  expect(bankCodes({ at: '2026-01-07T09:08:07.123Z', banks })).toEqual([
    'ENBXAEADXXX',
    'LUMIILITXXX',
  ])
  for (const answer of [undefined, 'no', {}, { banks: 4 }]) expect(bankCodes(answer)).toEqual([])
})

test('what the system does not tell is null in the source’s report, not zero', () => {
  const result = sampleResult()
  const untold = { ...result, load: { ...result.load, observations: [] } }
  expect(sourceReport(untold, []).results.liquidity_rebalances).toBeNull()
})

test('what was not measured is null in the source’s report, not zero', () => {
  const result = sampleResult()
  const none = { seconds: 0, offered: 0, completed: 0, latencyMs: null }
  const whole = { ...result.load.whole, ...none }
  const load = { ...result.load, whole, stretches: [] }
  expect(sourceReport({ ...result, load }, []).results).toMatchObject({
    total_payments: 0,
    success_rate_pct: null,
    avg_tps: null,
    max_tps: null,
    min_tps: null,
    latency_ms: { average: null, p95: null, p99: null },
  })
})

test('money is written to the minor unit, and short where there is no room', () => {
  expect(majorText('-5')).toBe('-0.05')
  expect(majorGrouped('123456789012')).toBe('1,234,567,890.12')
  expect(['99', '123456', '4567890123', '123456789012345'].map(majorShort)).toEqual([
    '0',
    '1.23k',
    '45.7M',
    '1.23T',
  ])
})

test('the terminal has the load, the objectives, the mix, the oracles and the verdict', () => {
  const text = renderShapeTerminal(sampleResult(), ascii)
  for (const said of [
    'without ramps',
    'the whole run',
    'success, of journeys ended',
    'pattern domestic',
    'fits',
    'AED',
    '1,234,567.89',
    'all 1 invariants hold',
    'fsync off and synchronous_commit on',
    'plumbline: load of payments passed: 3,000/s, success 99.996 %, p99 19.2 ms',
  ]) {
    expect(text).toContain(said)
  }
  expect(text).toMatch(/^[\n -~]*$/)
})

test('the cores say that an event loop is busy while it waits for one, and who the pipeline is', () => {
  const text = renderShapeTerminal(sampleResult(), ascii)
  const [, below = ''] = text.split(/^Cores$/m)
  const [, , , , kafka, note] = below.split('\n')
  expect(kafka).toMatch(/^ {2}Kafka /)
  expect(note).toMatch(/^ {2}CPU time, but for the event loop: .* The pipeline is this command, /)
  expect(renderShapeMarkdown(sampleResult())).toContain(`\n\n${note?.trim()}\n`)
})

test('one is not many: one journey per second, of one user', () => {
  const result = sampleResult()
  const textOf = (level: typeof result.level) =>
    renderShapeTerminal({ ...result, level, connections: 1 }, ascii)
  expect(textOf({ kind: 'rate', journeysPerSecond: 1 })).toContain(
    'open arrivals of 1 journey per second at the peak, journey "pay", 5 min 0 s, 1 connection,',
  )
  expect(textOf({ kind: 'users', users: 1, thinkMs: 1_000, journeysPerSecond: 0.9 })).toContain(
    '1 user who thinks 1.00 s, which comes to 1 journey per second',
  )
})

test('the markdown says the same, and why a run failed comes first', () => {
  const failed = {
    ...sampleResult(),
    outcome: 'failed' as const,
    reasons: ['latency p99: promised at most 150 ms, got 900 ms'],
  }
  const text = renderShapeMarkdown(failed)
  expect(text.indexOf('promised at most 150 ms')).toBeLessThan(text.indexOf('without ramps'))
  expect(text).toMatch(/^### 🔴 /)
  expect(text).toContain('npm run perf -- load')
})

const counts: LoadCounts = {
  journeysOffered: 200,
  journeysCompleted: 190,
  requestsCompleted: 190,
  shed: 4,
  failures: { 'pay: status 503': 4 },
  timeouts: 0,
  connectionErrors: 0,
  acknowledged: 190,
  labels: { 'pattern domestic': 3, 'pattern regional': 1 },
  volumesMinor: { USD: '4567890123' },
}

/**
 * What is printed at 2 s of a load that has counted so much, with so many waiting for a connection.
 */
const linesOf = (changes: Partial<LoadCounts>, queued = 0) =>
  liveLines({
    sinceMs: 1_000,
    level: 'rate',
    parts: [{ role: 'normal', fromMs: 0, toMs: 60_000, level: 100 }],
    progress: {
      stretches: [],
      observed: { clearingViolations: 234, liquidityRebalances: 12, 'pool USD': 1.053 },
      interval: {
        fromMs: 1_000,
        toMs: 2_000,
        counts: { ...counts, ...changes },
        journeys: { count: 0, histogram: '' },
        queued,
        generatorCpuUs: 1,
      },
    },
  })

test('a live line has what happened since the last, and what the gateway tells of itself', () => {
  const [first, second] = linesOf({}, 4)
  expect(first).toMatch(/^T\+2s · /)
  expect(first).toContain(
    'all 200 · ok 190 · shed 4 · under way 2 · waiting 4 · success 97.9 % of 194 ended',
  )
  expect(second).toBe(
    '  volume USD 45.7M · pattern domestic 75.0 % regional 25.0 % · window violations 234 · rebalances 12 · pools USD 105 %',
  )
})

test('how soon events come is shown where somebody looked, and is no empty table elsewhere', () => {
  const result = sampleResult()
  const unseen = { ...result, load: { ...result.load, events: null } }
  expect(renderShapeTerminal(result, ascii)).toMatch(
    /855,000 +21\.0 ms +38\.5 ms +61\.0 ms +130 ms/,
  )
  for (const text of [renderShapeTerminal(unseen, ascii), renderShapeMarkdown(unseen)]) {
    expect(text).not.toContain('to its event')
  }
})

test('payments that no event was seen of are shown where there are any', () => {
  const { events, ...load } = sampleResult().load
  if (events === null) throw new Error('expected events')
  const shown = (unseen: number) =>
    renderShapeTerminal(
      { ...sampleResult(), load: { ...load, events: { ...events, unseen } } },
      ascii,
    )
  expect(shown(0)).not.toContain('unseen')
  expect(shown(1_200)).toMatch(/855,000 +1,200 +21\.0 ms/)
})

test.each([
  [326, 326, 0, 'all 326 · ok 326 · success 100 % · avg'],
  [326, 325, 0, 'all 326 · ok 325 · under way 1 · success 100 % of 325 ended · avg'],
  [326, 325, 1, 'all 326 · ok 325 · failed 1 · success 99.6 % · avg'],
  [900_000, 899_999, 1, 'all 900,000 · ok 899,999 · failed 1 · success 99.999 % · avg'],
  [5, 0, 0, 'all 5 · ok 0 · under way 5 · success – of 0 ended · avg'],
])('of %i offered %i ended well and %i in a time-out: %s', (offered, completed, timeouts, said) => {
  const none = { shed: 0, failures: {} }
  const [first] = linesOf({
    journeysOffered: offered,
    journeysCompleted: completed,
    timeouts,
    ...none,
  })
  expect(first).toContain(said)
})
