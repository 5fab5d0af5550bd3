import { expect, test } from 'vitest'
import { nothingPlanted, type Truth } from '../selftest/assess.ts'
import type { RecordedCounter, RecordedScenario } from '../selftest/record.ts'
import { rejudge } from './rejudge.ts'
import { queries, syntheticRound, syntheticSelfChecks } from './testing.ts'

const cpuPlanted: Truth = {
  ...nothingPlanted,
  harmful: true,
  gates: ['cpuUsPerOpSystem'],
}
const slow = syntheticRound({
  change: 'cpu-10',
  harmful: true,
  planted: { cpuUsPerOpSystem: 0.2 },
})
test('what was planted is caught again, at the first look that can tell', () => {
  expect(rejudge(slow, cpuPlanted)).toMatchObject({ assessment: 'caught', endedAt: 8 })
  expect(rejudge(slow, nothingPlanted)).toMatchObject({ assessment: 'false' })
})

test('a run that ended earlier than it would today is told as one that wanted more', () => {
  const [short] = syntheticSelfChecks(1, { generations: 8, louder: 3 })
  expect(short && rejudge(short, nothingPlanted)).toMatchObject({ endedAt: 8, wantedMore: true })
  const [whole] = syntheticSelfChecks(1)
  expect(whole && rejudge(whole, nothingPlanted)).toMatchObject({
    assessment: 'clean',
    wantedMore: false,
  })
})

test('a control that moved makes the round inconclusive, as it made the run invalid', () => {
  const [spinning] = syntheticRound({}).scenarios
  if (spinning === undefined) throw new Error('a synthetic round has a scenario')
  const { generations } = spinning
  const base = generations.index.map(() => 100)
  const moved = { ...generations, base: { spinMs: base }, head: { spinMs: base.map(() => 120) } }
  const control: RecordedScenario = {
    ...spinning,
    name: 'control',
    kind: 'control',
    generations: moved,
  }
  const round = { ...slow, scenarios: [...slow.scenarios, control] }
  expect(rejudge(round, cpuPlanted)?.assessment).toBe('inconclusive')
})

test('an invalidity of which the record has only the word stays', () => {
  const [payments] = slow.scenarios
  if (payments === undefined) throw new Error('a synthetic round has a scenario')
  const status = { kind: 'invalid', reason: 'the load generator was the limit' }
  const saturated = { ...payments, status }
  expect(rejudge({ ...slow, scenarios: [saturated] }, cpuPlanted)).toMatchObject({
    assessment: 'inconclusive',
    scenarios: [{ status }],
  })
  // A timing cannot be believed, a count can.
  const sql: Truth = { ...nothingPlanted, harmful: true, gates: ['sql.calls'] }
  const counted = { ...slow, scenarios: [{ ...saturated, counters: [queries] }] }
  expect(rejudge(counted, sql)?.assessment).toBe('caught')
})

test('a round in which the system broke, or of a profile that is gone, says nothing', () => {
  expect(rejudge({ ...slow, assessment: 'broken' }, cpuPlanted)).toBeUndefined()
  expect(rejudge({ ...slow, profile: 'enormous' }, cpuPlanted)).toBeUndefined()
})

test('an exact total that grew is a regression, whatever was said of it then, and ends the run', () => {
  const [round] = syntheticSelfChecks(1)
  const [scenario] = round?.scenarios ?? []
  if (round === undefined || scenario === undefined) throw new Error('there is a self-check')
  const counted = { ...round, scenarios: [{ ...scenario, counters: [queries] }] }
  const sql: Truth = { ...nothingPlanted, harmful: true, gates: ['sql.calls'] }
  expect(rejudge(counted, sql)).toMatchObject({ assessment: 'caught', endedAt: 8 })
})

test('a count of instructions that only informed then raises no alarm today', () => {
  const told: RecordedCounter = {
    id: 'instructions.system/total',
    role: 'inform',
    exact: false,
    base: 800_000,
    head: 840_000,
    tolerance: 0.01,
    verdict: { kind: 'regressed', effect: 0.05, pValue: null },
  }
  const truth: Truth = { ...nothingPlanted, harmful: true, gates: ['instructions.system'] }
  const calm = syntheticRound({ change: 'instructions-1', harmful: true, louder: 0.2 })
  const roundWith = (counter: RecordedCounter) => ({
    ...calm,
    scenarios: calm.scenarios.map((scenario) => ({ ...scenario, counters: [counter] })),
  })
  expect(rejudge(roundWith(told), truth)?.assessment).toBe('missed')
  expect(rejudge(roundWith({ ...told, role: 'gate' }), truth)?.assessment).toBe('caught')
})
