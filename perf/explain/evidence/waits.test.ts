import { expect, test } from 'vitest'
import { type InspectedWaits, waitsOf } from './waits.ts'

const inspection = (
  changes: Partial<InspectedWaits['waits'] & InspectedWaits['watched']> = {},
): InspectedWaits => {
  const { postgres = [], scrapes = [], busy = {}, ...waits } = changes
  return {
    operations: 100,
    waits: {
      delayMsP50: 1,
      delayMsP99: 2,
      delayMsMax: 5,
      gcMs: 1,
      gcPauseMsMax: 3,
      loopUtilisation: 0.5,
      ...waits,
    },
    watched: { postgres, scrapes, busy },
  }
}

const gauge = (name: string, labels: string, value: number) => ({ name, labels, value })

test('of the largest values the smaller one counts, garbage collection is per operation', () => {
  const waits = waitsOf([inspection({ delayMsMax: 90, gcPauseMsMax: 40 }), inspection({ gcMs: 3 })])
  expect(waits).toMatchObject({
    eventLoopDelayMsMax: 5,
    gcPauseMsMax: 3,
    gcUsPerOp: 20,
  })
})

test('the pool is as busy as the share of its connections, where the system tells both', () => {
  const scrapes = [
    [gauge('postgres_pool', '{state="busy"}', 4), gauge('postgres_pool_max', '', 10)],
    [gauge('postgres_pool', '{state="busy"}', 8), gauge('postgres_pool_max', '', 10)],
  ]
  expect(waitsOf([inspection({ scrapes, busy: { Redis: 0.1 } })]).resources).toEqual([
    { name: 'database pool', utilisation: 0.6000000000000001 },
    { name: 'event loop', utilisation: 0.5 },
    { name: 'Redis', utilisation: 0.1 },
  ])
  const untold = [[gauge('postgres_pool', '{state="busy"}', 4)]]
  expect(waitsOf([inspection({ scrapes: untold })]).resources.map(({ name }) => name)).toEqual([
    'event loop',
  ])
})

test('what waits is a queue; what only grows or is a delay is none', () => {
  const scrapes = [
    [
      gauge('postgres_pool', '{state="waiting"}', 3),
      gauge('postgres_pool', '{state="idle"}', 9),
      gauge('kafka_consumer_lag_messages', '', 7),
      gauge('nodejs_eventloop_lag_seconds', '', 7),
      gauge('jobs_queued_total', '', 7),
    ],
  ]
  expect(waitsOf([inspection({ scrapes })]).queues).toEqual([
    { name: 'kafka_consumer_lag_messages', mean: 7 },
    { name: 'postgres_pool waiting', mean: 3 },
  ])
})

test('the same wait of two processes is one', () => {
  const wait = (samples: number) => [{ event: 'Lock/tuple', statement: 'update', samples }]
  const { postgres } = waitsOf([
    inspection({ postgres: wait(3) }),
    inspection({ postgres: wait(4) }),
  ])
  expect(postgres).toEqual([{ event: 'Lock/tuple', statement: 'update', samples: 7 }])
})

test('no process at all waits for nothing', () => {
  expect(waitsOf([])).toMatchObject({ gcUsPerOp: 0, eventLoopDelayMsMax: 0, postgres: [] })
})
