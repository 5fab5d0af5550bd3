import { describe, expect, it } from 'vitest'
import { rateBounds } from '../../stats/binomial.ts'
import { seededRandom } from '../../stats/random.ts'
import { nameBottleneck, type PressedStep } from './bottleneck.ts'
import { climbLadder, kneeFrom, ladderPolicy } from './staircase.ts'

const { factor } = ladderPolicy.around

/** A ladder as it is run, on a knee that is a little elsewhere each time, as a machine's is. */
function ladderOn(knee: number, scatter: number, first: number, random: () => number) {
  return climbLadder(first, (level) => {
    const uniform = Math.min(Math.max(random(), 1e-9), 1 - 1e-9)
    const today = knee * Math.exp((scatter * Math.log(uniform / (1 - uniform))) / 1.814)
    return Promise.resolve({ level, isKept: level <= today })
  })
}

describe('a ladder', () => {
  it('of a knee that stays where it is finds it within half a step', async () => {
    for (const knee of [990, 4_000, 15_300]) {
      const { knee: found } = await ladderOn(knee, 0, 500, seededRandom(knee))
      expect(found?.low).toBeLessThanOrEqual(knee)
      expect(found?.high).toBeGreaterThanOrEqual(knee)
      expect((found?.high ?? 0) / (found?.low ?? 1)).toBeLessThan(factor * 1.05)
    }
  })

  it.each([0.02, 0.05, 0.1])(
    'of a knee that scatters by %d has it in its interval more than 9 times of 10',
    async (scatter) => {
      const random = seededRandom(11)
      const runs = 2_000
      let within = 0
      for (let run = 0; run < runs; run++) {
        // Anywhere between two steps of the way up.
        const first = 1_000 * ladderPolicy.climb.factor ** random()
        const { knee } = await ladderOn(10_000, scatter, first, random)
        if (knee !== undefined && knee.low <= 10_000 && knee.high >= 10_000) within += 1
      }
      expect(rateBounds(within, runs, 0.999).low).toBeGreaterThan(0.9)
    },
  )

  it('that loses no rate ends at its highest and has found no knee', async () => {
    const { tried, knee } = await ladderOn(1e12, 0, 1_000, seededRandom(1))
    expect([tried.length, knee]).toEqual([ladderPolicy.climb.stepsMost, undefined])
  })

  it('whose first rate is lost goes down from there', async () => {
    const { tried, knee } = await ladderOn(900, 0, 1_000, seededRandom(1))
    expect(tried.slice(0, 3).map(({ level }) => Math.round(level))).toEqual([1_000, 909, 826])
    expect(knee?.low).toBeLessThanOrEqual(900)
    expect(knee?.high).toBeGreaterThanOrEqual(900)
  })

  it('that never turned has found nothing', () => {
    const kept = [1_000, 1_100, 1_210].map((level) => ({ level, isKept: true }))
    expect(kneeFrom(kept, factor, 0.95)).toBeUndefined()
  })
})

describe('the bottleneck', () => {
  const cores = { system: 0.6, Postgres: 0.4, generator: 0.5, 'event loop of the system': 0.9 }
  const step = (journeysPerSecond: number, isKept: boolean, pressure: PressedStep['pressure']) => ({
    journeysPerSecond,
    isKept,
    pressure: { 'machine CPU': 0.7, ...pressure },
    cores,
    generator: { saturated: null },
  })

  it.each([
    [{ 'event loop': 0.97 }, /^the API's event loop$/],
    [{ generator: 0.95, 'machine CPU': 0.99 }, /^the load generator$/],
    [{ 'writing session': 0.93, 'event loop': 0.6 }, /session that writes$/],
    [{ 'WAL flush': 0.8, 'event loop': 0.5 }, /^the WAL flush$/],
    [{ 'row locks': 0.7 }, /^row locks/],
    [{ pool: 1 }, /^the database pool$/],
    [{ Redis: 0.95 }, /^Redis$/],
    [{ Kafka: 0.9 }, /^Kafka$/],
    [
      { 'machine CPU': 0.98, 'event loop': 0.99 },
      /^the machine's CPU, most of it used by the API$/,
    ],
    [{ 'machine CPU': 0.98, others: 0.4 }, /^other processes on this machine$/],
    [{ 'event loop': 0.5 }, /^nothing that was measured$/],
  ])('with %j is %s', (pressure, name) => {
    const found = nameBottleneck([step(1_000, true, {}), step(2_000, false, pressure)])
    expect(found?.name).toMatch(name)
    expect(found?.evidence[0]).toMatch(/at 2,000\/s, where the rate was lost/)
  })

  it('is what was full from the lowest rate on, not what filled up behind it', () => {
    const found = nameBottleneck([
      step(1_000, true, { 'WAL flush': 0.3 }),
      step(2_000, true, { 'WAL flush': 0.7, 'event loop': 0.6 }),
      step(3_000, false, { 'WAL flush': 0.75, 'event loop': 0.99 }),
    ])
    expect(found?.name).toBe('the WAL flush')
    expect(found?.evidence).toContain('it had been full from 2,000/s on')
  })

  it('is the generator where that was late, unless the whole machine was full', () => {
    const late = { generator: { saturated: 'dispatch lag p99 90 ms, limit 20' } }
    const lost = { ...step(2_000, false, { 'event loop': 0.97 }), ...late }
    const found = nameBottleneck([step(1_000, true, {}), lost])
    expect(found).toMatchObject({ name: 'the load generator', isOfSystem: false })
    expect(found?.evidence[0]).toContain('dispatch lag p99 90 ms')
    const full = { ...lost, pressure: { ...lost.pressure, 'machine CPU': 0.98 } }
    expect(nameBottleneck([full])).toMatchObject({ isOfSystem: true })
  })

  it('is not of the system where the generator or others were the limit', () => {
    const isOfSystem = (pressure: PressedStep['pressure']) =>
      nameBottleneck([step(1_000, false, pressure)])?.isOfSystem
    expect(isOfSystem({ 'event loop': 0.97 })).toBe(true)
    expect(isOfSystem({ generator: 0.95 })).toBe(false)
    expect(isOfSystem({ 'machine CPU': 0.98, others: 0.4 })).toBe(false)
  })

  it('is nothing while every rate is kept', () => {
    expect(nameBottleneck([step(1_000, true, { 'event loop': 0.99 })])).toBeUndefined()
  })
})
