import { expect, test } from 'vitest'
import { busyBetween, type BusyReading } from './profile-busy.ts'

const ms = 1_000_000
const before: BusyReading = {
  atMs: 500,
  jiffies: { total: 1_000, idle: 400 },
  postgres: new Map([
    [10, 100 * ms],
    [11, 5_000 * ms],
  ]),
  kafka: new Map([[20, 0]]),
  redisSeconds: 3,
  disks: new Map([['vda', 100]]),
}
const after: BusyReading = {
  atMs: 2_500,
  jiffies: { total: 1_400, idle: 500 },
  postgres: new Map([
    [10, 2_000 * ms],
    [11, 5_100 * ms],
  ]),
  kafka: new Map([[20, 1_000 * ms]]),
  redisSeconds: 3.5,
  disks: new Map([['vda', 1_300]]),
}

test('each resource is told by its own capacity: a connection that is full does not hide in a core that is free', () => {
  expect(busyBetween(before, after, 2)).toEqual({
    'machine CPU': 0.75,
    Redis: 0.25,
    'Postgres CPU': 0.5,
    'busiest Postgres process': 0.95,
    'Kafka CPU': 0.25,
    disk: 0.6,
  })
})

test('of services elsewhere and disks that nobody lists nothing is told', () => {
  const far = { postgres: undefined, kafka: undefined, disks: new Map<string, number>() }
  const busy = busyBetween({ ...before, ...far }, { ...after, ...far }, 2)
  expect(Object.keys(busy)).toEqual(['machine CPU', 'Redis'])
})
