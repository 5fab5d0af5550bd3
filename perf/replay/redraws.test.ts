import { expect, test } from 'vitest'
import { rateBounds } from '../stats/binomial.ts'
import { poolsOf } from './pool.ts'
import { redraw, type RedrawRequest } from './redraws.ts'
import { syntheticSelfChecks } from './testing.ts'

const [pool] = poolsOf(syntheticSelfChecks(10))
if (pool === undefined) throw new Error('ten self-checks make a pool')
const request: RedrawRequest = { pool, profile: 'pr', runs: 400, seed: 1 }
/** The machine may be busy; nothing is timed. */
const patienceMs = 60_000

function rateOf(changes: Partial<RedrawRequest>) {
  const outcome = redraw({ ...request, ...changes })
  if (outcome.kind !== 'rate') throw new Error(`no rate: ${outcome.kind}`)
  return outcome.rate
}

test('ten runs of 24 generations are thirty blocks, and make ten runs that share none', () => {
  expect(pool.blocks).toHaveLength(30)
  expect(rateOf({ runs: 1 }).disjointRuns).toBe(10)
  expect(rateOf({ runs: 1, profile: 'quick' }).disjointRuns).toBe(30)
})

test(
  'equal arms alarm no more often than declared, and what is planted is caught the oftener the larger it is',
  () => {
    const { alarms, runs } = rateOf({ runs: 1_000 })
    expect(rateBounds(alarms, runs, 0.999).high).toBeLessThan(0.01)
    const power = (effect: number) =>
      rateOf({ planted: { metric: 'cpuUsPerOpSystem', effect } }).rate
    const [three, five, ten] = [power(0.03), power(0.05), power(0.1)]
    expect(three).toBeLessThan(five)
    expect(five).toBeLessThan(ten)
    expect(ten).toBeGreaterThan(0.98)
  },
  patienceMs,
)

test('10 % less throughput is planted as a loss', () => {
  const planted = { metric: 'throughputPerSecond', effect: 0.1 }
  expect(rateOf({ planted }).rate).toBeGreaterThan(0.9)
})

test(
  'one seed draws the same runs, another one others',
  () => {
    const planted = { metric: 'cpuUsPerOpSystem', effect: 0.04 }
    const alarms = (seed: number) => rateOf({ planted, seed, profile: 'quick' }).alarms
    expect(alarms(7)).toBe(alarms(7))
    expect(new Set([7, 8, 9, 10].map(alarms)).size).toBeGreaterThan(1)
  },
  patienceMs,
)

test('a pool that cannot fill a run says so, and an unknown metric too', () => {
  const small = { ...pool, blocks: pool.blocks.slice(0, 2) }
  expect(redraw({ ...request, pool: small })).toEqual({
    kind: 'too-few-blocks',
    blocks: 2,
    needed: 3,
  })
  const planted = { metric: 'durationMs', effect: 0.1 }
  expect(redraw({ ...request, planted })).toEqual({ kind: 'no-such-metric' })
})

test('only whole blocks are drawn, and a generation that was lost leaves a gap in its own', () => {
  const [round] = syntheticSelfChecks(1, { generations: 20 })
  const [scenario] = round?.scenarios ?? []
  if (round === undefined || scenario === undefined) throw new Error('there is a self-check')
  const dropped = scenario.generations.dropped.map((_, at) => (at === 15 ? 'a process died' : null))
  const generations = { ...scenario.generations, dropped }
  const [short] = poolsOf([{ ...round, scenarios: [{ ...scenario, generations }] }])
  const lost = short?.blocks.map(
    ([column]) => column?.filter((value) => Number.isNaN(value)).length,
  )
  expect(lost).toEqual([0, 1])
})

test('each set of scenarios has a pool, of all rounds that measured it and none that was no measurement', () => {
  const both = syntheticSelfChecks(2, { scenarioNames: ['payments', 'reconciliation'] })
  const unmeasured = syntheticSelfChecks(1, { assessment: 'inconclusive' })
  const changed = syntheticSelfChecks(1).map((round) => ({ ...round, change: 'comment' }))
  const bare = syntheticSelfChecks(1, { scenarioNames: [] })
  const rounds = [...both, ...syntheticSelfChecks(1), ...unmeasured, ...changed, ...bare]
  const pools = poolsOf(rounds)
  expect(pools.map(({ scenarios, blocks }) => [scenarios.join(), blocks.length])).toEqual([
    ['payments', 9],
    ['payments,reconciliation', 6],
  ])
  expect(new Set(pools[0]?.members.map(({ scenario }) => scenario))).toEqual(new Set(['payments']))
})
