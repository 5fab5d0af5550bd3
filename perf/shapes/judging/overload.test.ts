import { expect, it } from 'vitest'
import type { PartResult, PhaseFigures } from '../document.ts'
import { normalObjectives, overloadDoubts, saturatedRemarks } from './overload.ts'

const borne: PhaseFigures = {
  seconds: 10,
  offered: 10_000,
  completed: 10_000,
  shed: 0,
  errors: 0,
  offeredPerSecond: 1_000,
  completedPerSecond: 1_000,
  latencyMs: { mean: 5, p50: 4, p95: 9, p99: 20, max: 90 },
}
const slow = { mean: 500, p50: 400, p95: 900, p99: 1_500, max: 1_600 }
const part = (role: PartResult['role'], level: number, more: Partial<PhaseFigures> = {}) => ({
  role,
  fromMs: 0,
  toMs: 10_000,
  level,
  figures: { ...borne, ...more },
})

it('the load before an overload keeps what a load of its rate has to', () => {
  const missedBy = (more: Partial<PhaseFigures>, level: 'rate' | 'users' = 'rate') =>
    normalObjectives([part('normal', 1_000, more), part('overload', 4_000)], level, [])
      .filter(({ isKept }) => !isKept)
      .map(({ what }) => what)
  expect(missedBy({})).toEqual([])
  expect(missedBy({ latencyMs: slow })).toEqual(['latency p99, before the overload'])
  expect(missedBy({ completed: 5_000, errors: 5_000 })).toEqual([
    'success, of journeys ended, before the overload',
  ])
  expect(missedBy({ completedPerSecond: 800 })).toEqual([
    'journeys per second, before the overload',
  ])
  expect(missedBy({ completedPerSecond: 800 }, 'users')).toEqual([])
})

it('a peak that is borne as any rate is no overload; one that is shed or waits is', () => {
  const doubts = (more: Partial<PhaseFigures>) =>
    overloadDoubts([part('normal', 1_000), part('overload', 4_000, more)])
  expect(doubts({})).toEqual(['nothing was shed: the peak is not more than the system bears'])
  expect(doubts({ shed: 1 })).toEqual([])
  expect(doubts({ latencyMs: slow })).toEqual([])
  expect(doubts({ completed: 9_000, errors: 1_000 })).toEqual([])
})

it('a generator that was saturated in an overload is told', () => {
  const health = { cores: 1, dispatchLagMsP99: 1, eventLoopDelayMsP99: 1, longestQueue: 0 }
  const generator = { ...health, rssBytes: 1, saturated: 'CPU 0.97 of a core, limit 0.9' }
  expect(saturatedRemarks(generator)).toEqual([
    'the load generator was saturated, latency is its own, too: CPU 0.97 of a core, limit 0.9',
  ])
  expect(saturatedRemarks({ ...generator, saturated: null })).toEqual([])
})
