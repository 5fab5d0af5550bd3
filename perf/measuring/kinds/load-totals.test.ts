import { describe, expect, it } from 'vitest'
import type { LoadResult } from '../../load/load.ts'
import { LoadTotals } from './load-totals.ts'

const result = (more: Partial<LoadResult>, saturated?: string): LoadResult => ({
  durationMs: 1_000,
  journeysOffered: 100,
  journeysCompleted: 100,
  requestsCompleted: 100,
  failures: {},
  shed: 0,
  timeouts: 0,
  connectionErrors: 0,
  steps: {},
  journeys: { count: 0, histogram: '' },
  acknowledged: 0,
  labels: {},
  volumesMinor: {},
  generator: {
    cpuUs: 250_000,
    dispatchLagMsP99: 1,
    eventLoopDelayMsP99: 2,
    longestQueue: 3,
    rssBytes: 1,
    saturated,
  },
  ...more,
})

function totalsOf(...results: readonly LoadResult[]): LoadTotals {
  const totals = new LoadTotals()
  for (const each of results) totals.add(each)
  return totals
}

describe('load totals', () => {
  it('count every request once: as completed, or as failed in whichever way', () => {
    const broken = result({ failures: { 'pay: status 500': 30 }, timeouts: 5, connectionErrors: 2 })
    expect(totalsOf(broken).requestTotals()).toEqual({ completed: 70, failed: 37 })
  })

  it('of a system that answers nothing as expected have no completed request', () => {
    const broken = result({ failures: { 'pay: status 500': 100 } })
    expect(totalsOf(broken, broken).requestTotals()).toEqual({ completed: 0, failed: 200 })
  })

  it('give rates over the time of all slices together', () => {
    expect(totalsOf(result({}), result({ durationMs: 3_000 })).summary()).toMatchObject({
      offeredPerSecond: 50,
      achievedPerSecond: 50,
      generatorCpuCores: 0.125,
    })
  })

  it('bear a slow generator in a quarter of the slices, and name it beyond', () => {
    const slow = result({}, 'CPU 0.95 of a core, limit 0.9')
    const well = result({})
    expect(totalsOf(slow, well, well, well).saturated).toBeUndefined()
    expect(totalsOf(slow, slow, well, well).saturated).toBe(
      'CPU 0.95 of a core, limit 0.9 (in 2 of 4 slices)',
    )
  })
})
