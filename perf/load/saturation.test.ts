import { expect, test } from 'vitest'
import { saturationLimits, saturationOf } from './saturation.ts'

const healthy = { cpuUs: 400_000, wallMs: 1000, dispatchLagMsP99: 1.2, eventLoopDelayMsP99: 2 }

test('a generator within its limits is not saturated', () => {
  expect(saturationOf(healthy)).toBeUndefined()
})

test('each limit is named with the value that broke it', () => {
  expect(saturationOf({ ...healthy, cpuUs: 960_000 })).toBe('CPU 0.96 of a core, limit 0.9')
  expect(saturationOf({ ...healthy, dispatchLagMsP99: 31 })).toBe(
    `dispatch lag p99 31.0 ms, limit ${saturationLimits.dispatchLagMsP99}`,
  )
  expect(saturationOf({ ...healthy, eventLoopDelayMsP99: 80 })).toBe(
    `event loop delay p99 80.0 ms, limit ${saturationLimits.eventLoopDelayMsP99}`,
  )
})

test('several limits broken at once are all named', () => {
  const saturated = saturationOf({ ...healthy, cpuUs: 990_000, dispatchLagMsP99: 500 })
  expect(saturated).toContain('CPU')
  expect(saturated).toContain('dispatch lag')
})
