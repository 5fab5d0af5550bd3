import { describe, expect, test } from 'vitest'
import type { CounterResult, RunResult, ScenarioResult } from '../result/document.ts'
import { counterOf } from './fixture-builders.ts'
import { fixtures } from './fixtures.ts'
import { headlineOf } from './headline.ts'

test('a regression names its scenario once, timings first, then what was counted', () => {
  expect(headlineOf(fixtures.regression).text).toMatch(
    /^Slower: payments \+1\d\.\d % CPU \(system\), throughput −\d\.\d+ %, 4 SQL calls instead of 3; and 1 more$/,
  )
})

test('a call to a service is named before the code that makes it', () => {
  const [payments, ...others] = fixtures.regression.scenarios
  if (payments === undefined) throw new Error('expected a scenario')
  const more = counterOf(
    'execution/total',
    { base: 9_322, head: 9_563 },
    { title: 'source tokens of the system that ran', unit: 'tokens' },
  )
  const blocks = counterOf('sql.blocks/total', { base: 55, head: 61 })
  const scenarios = [{ ...payments, counters: [more, blocks, ...payments.counters] }, ...others]
  expect(headlineOf({ ...fixtures.regression, scenarios }).text).toMatch(
    /, 4 SQL calls instead of 3; and 3 more$/,
  )
})

test('work that is never exact is named by what it is, and once', () => {
  const [payments, ...others] = fixtures.regression.scenarios
  if (payments === undefined) throw new Error('expected a scenario')
  const about = { title: 'total', exact: false, role: 'gate' } as const
  const wal = [
    counterOf('wal.bytes/total', { base: 1_584, head: 1_709 }, about),
    counterOf(
      'wal.bytes/total-exact',
      { base: 1_538, head: 1_664 },
      { title: 'total of the exact ones', role: 'gate' },
    ),
  ]
  const kafka = counterOf('kafka.bytes/total', { base: 348, head: 653 }, about)
  const textOf = (...counters: CounterResult[]) =>
    headlineOf({
      ...fixtures.regression,
      scenarios: [{ ...payments, metrics: [], counters }, ...others],
    }).text
  expect(textOf(kafka)).toContain('payments +87.6 % bytes to Kafka')
  expect(textOf(...wal)).toContain('payments 1,664 bytes of WAL instead of 1,538')
  expect(textOf(...wal)).not.toContain('%')
})

test('what is never exact does not lead the timings', () => {
  const [payments, ...others] = fixtures.regression.scenarios
  if (payments === undefined) throw new Error('expected a scenario')
  const reads = counterOf('io.reads/total', { base: 8.4, head: 9.2 }, { exact: false })
  const scenarios = [{ ...payments, counters: [reads] }, ...others]
  expect(headlineOf({ ...fixtures.regression, scenarios }).text).toMatch(
    /^Slower: payments \+1\d\.\d % CPU \(system\), throughput /,
  )
})

test('a broken invariant is said before any speed', () => {
  expect(headlineOf(fixtures['broken-invariant'])).toEqual({
    tone: 'bad',
    text: 'Wrong: payments breaks an invariant in head (3 violations): per currency, balances minus openings sum to zero',
  })
})

test('a self-check speaks of the machine, not of a change', () => {
  expect(headlineOf(fixtures['self-check']).text).toBe(
    'Self-check passed: the same tree was not judged slower than itself; 1 of 8 gate metrics inconclusive: in it a regression of less than 8.20 % may be missed here',
  )
  const alarm = headlineOf({ ...fixtures.regression, kind: 'self-check' }).text
  expect(alarm).toMatch(
    /^False alarm: base and head are the same tree, yet slower: payments \+1\d\.\d % CPU/,
  )
})

test('a run that could not measure says why', () => {
  expect(headlineOf(fixtures.invalid).text).toMatch(
    /^Could not measure: payments: negative control control\/latencyMsP50 was \d+\.\d % worse/,
  )
})

describe('a run that decided nothing says why', () => {
  const payments = fixtures.calm.scenarios[0] as ScenarioResult
  const withScenario = (changes: Partial<ScenarioResult>): RunResult => ({
    ...fixtures.calm,
    outcome: 'invalid',
    scenarios: [{ ...payments, ...changes }],
  })

  test('with every generation dropped, by the reason of the scenario', () => {
    const reason = 'no generation gave a valid pair: port taken'
    const lost = withScenario({ metrics: [], status: { kind: 'invalid', reason } })
    expect(headlineOf(lost)).toEqual({
      tone: 'unsure',
      text: `Could not measure: payments: ${reason}`,
    })
  })

  test('with too few generations left, by how much stayed open', () => {
    const verdict = { kind: 'inconclusive', detectableEffect: null } as const
    const metrics = payments.metrics.map((metric) => ({ ...metric, verdict }))
    const gates = metrics.filter(({ role }) => role === 'gate').length
    expect(headlineOf(withScenario({ metrics })).text).toBe(
      `Could not measure: payments: too few valid pairs to decide ${gates} of ${gates} gate metrics`,
    )
  })

  test('without a gate metric, by the scenario that has none', () => {
    expect(headlineOf(withScenario({ metrics: [] })).text).toBe(
      'Could not measure: payments reported no gate metric',
    )
  })

  test('without a scenario', () => {
    expect(headlineOf({ ...fixtures.calm, outcome: 'invalid', scenarios: [] }).text).toBe(
      'Could not measure: no scenario was run',
    )
  })
})

test('controls alone judge nothing, and nothing is not called equal', () => {
  const [control] = fixtures.calm.scenarios.filter(({ kind }) => kind === 'control')
  expect(control).toBeDefined()
  const result = { ...fixtures.calm, scenarios: [control as ScenarioResult] }
  expect(headlineOf(result)).toEqual({
    tone: 'unsure',
    text: 'Nothing was judged: no scenario with a gate was run',
  })
})

test('a vanished scenario makes the run incomplete', () => {
  expect(headlineOf(fixtures.missing).text).toMatch(
    /^Incomplete: payments no longer reports latency p95; and 1 more reason$/,
  )
})

test('new work alone is called work, not time', () => {
  const [payments, ...others] = fixtures.regression.scenarios
  const metrics = fixtures.calm.scenarios[0]?.metrics ?? []
  const result = {
    ...fixtures.regression,
    scenarios: [{ ...payments, metrics }, ...others],
  } as never
  expect(headlineOf(result).text).toMatch(
    /^More work: payments 4 SQL calls instead of 3, 7 rows instead of 5$/,
  )
})

test('a failed run without findings falls back to its gate warning', () => {
  const warnings = [{ code: 'x', message: 'the baseline is forged', gate: true }]
  expect(headlineOf({ ...fixtures.calm, outcome: 'failed', warnings }).text).toBe(
    'Failed: the baseline is forged',
  )
})

test('a missed objective stands behind what regressed, and alone where nothing did', () => {
  const message =
    'payments: objective latency p99 at most 500 ms is missed: head has 1.54 s; base misses it, too, with 1.50 s'
  const warnings = [{ code: 'objective-missed', message, gate: true }]
  const slower = headlineOf(fixtures.regression).text
  expect(headlineOf({ ...fixtures.regression, outcome: 'failed', warnings }).text).toBe(
    `${slower}. Failed: 1 objective missed`,
  )
  expect(headlineOf({ ...fixtures.calm, outcome: 'failed', warnings }).text).toBe(
    `Failed: ${message}`,
  )
  const other = [...warnings, { code: 'x', message: 'the baseline is forged', gate: true }]
  expect(headlineOf({ ...fixtures.regression, outcome: 'failed', warnings: other }).text).toMatch(
    /^Failed: payments: objective .*; and 1 more reason\. Slower: payments /,
  )
})

test('a run whose gates all stayed open is not calm, and says what it could not see', () => {
  const open = (result: RunResult): RunResult => ({
    ...result,
    scenarios: result.scenarios.map((scenario, index) => ({
      ...scenario,
      metrics: scenario.metrics.map((metric) => ({
        ...metric,
        verdict: { kind: 'inconclusive', detectableEffect: index === 0 ? 0.092 : 0.269 },
      })),
    })),
  })
  const clause =
    '; 8 of 8 gate metrics inconclusive: in them a regression of less than 9.20 % (in the worst, 26.9 %)'
  expect(headlineOf(open(fixtures['self-check']))).toEqual({
    tone: 'unsure',
    text: `Self-check passed: the same tree was not judged slower than itself${clause} may be missed here`,
  })
  expect(headlineOf(open(fixtures.calm))).toEqual({
    tone: 'unsure',
    text: `Nothing got slower${clause} may have been missed`,
  })
})

describe('of joined groups', () => {
  const { joined } = fixtures

  test('what regressed comes first, and what nobody measured is said beside it', () => {
    expect(headlineOf(joined)).toEqual({
      tone: 'bad',
      text: expect.stringMatching(
        /^Slower: payments.*; and \d+ more\. Not measured: group reporting left no result: nobody measured export, realtime$/,
      ),
    })
  })

  test('a missing group is why a run could not be measured', () => {
    expect(headlineOf({ ...joined, outcome: 'invalid' })).toEqual({
      tone: 'unsure',
      text: 'Could not measure: group reporting left no result: nobody measured export, realtime',
    })
  })

  test('a document of one run that claims such a warning says nothing of groups', () => {
    const { joined: _joined, ...claimed } = joined
    expect(headlineOf(claimed).text).not.toContain('Not measured')
  })
})
