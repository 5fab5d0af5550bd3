import { Registry } from 'prom-client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Platform } from '../module.ts'
import { createRetention } from './retention.ts'
import type { RetentionRule } from './rule.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const rule = (table: string): RetentionRule => ({
  table,
  how: 'rows',
  key: { column: 'id', type: 'bigint' },
  at: 'kept.at',
  done: () => 'true',
  days: 1,
  rowsPerPage: 10,
})

function setUp() {
  const asked: string[] = []
  const warned: unknown[] = []
  const registry = new Registry()
  const broken = new Set<string>()
  const platform = {
    clock: { nowMs: () => 0 },
    config: { retention: { intervalMs: 1_000, rowsPerPass: 10 } },
    database: {
      async query({ name }: { readonly name: string }) {
        asked.push(name)
        if (broken.has(name)) throw new Error('locked')
        return [{ seen: 3, removed: 2, lastKey: '3', isRecent: false }]
      },
    },
    log: { warn: (members: { readonly table: string }) => warned.push(members.table) },
    telemetry: { registry },
  } as unknown as Platform
  const retention = createRetention(platform, ['one', 'two'].map(rule))
  return { asked, warned, broken, registry, retention }
}

test('every table is swept at an interval, and what was removed is counted by table', async () => {
  const { asked, registry, retention } = setUp()
  await retention.start()
  await vi.advanceTimersByTimeAsync(2_500)
  expect(asked).toEqual(['retention.one', 'retention.two', 'retention.one', 'retention.two'])
  expect(await registry.metrics()).toContain('retention_removed_total{table="two"} 4')
  await retention.stop()
})

test('a table that cannot be swept keeps no other from it, and is tried again', async () => {
  const { asked, warned, broken, retention } = setUp()
  broken.add('retention.one')
  await retention.start()
  await vi.advanceTimersByTimeAsync(1_000)
  expect([asked, warned]).toEqual([['retention.one', 'retention.two'], ['one']])
  broken.clear()
  await vi.advanceTimersByTimeAsync(1_000)
  expect([asked.slice(2), warned]).toEqual([['retention.one', 'retention.two'], ['one']])
  await retention.stop()
})

test('after a stop nothing is asked any more', async () => {
  const { asked, retention } = setUp()
  await retention.start()
  await retention.stop()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked).toEqual([])
})
