import { expect, onTestFinished, test, vi } from 'vitest'
import type { Platform } from '../../platform/module.ts'
import { createAuditModule } from './module.ts'

function useFakeTimers(): void {
  vi.useFakeTimers()
  onTestFinished(() => {
    vi.useRealTimers()
  })
}

test('days that could not be made are tried again within seconds', async () => {
  useFakeTimers()
  const asked: string[] = []
  let away = true
  const database = {
    async query({ name }: { readonly name: string }) {
      asked.push(name)
      if (away) throw new Error('away')
      return []
    },
  }
  const audit = createAuditModule({
    config: { audit: { daysAhead: 1, gatherIntervalMs: 2_000_000_000 } },
    clock: { nowMs: () => 0 },
    log: { warn: () => undefined },
    database,
  } as unknown as Platform)
  await audit.start()
  expect(asked).toEqual(['audit.add-days'])
  away = false
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked.slice(1)).toEqual(['audit.add-days'])
  await audit.stop()
  asked.length = 0
  await vi.advanceTimersByTimeAsync(7_200_000)
  expect(asked).toEqual([])
})

test('a round that began before it was asked is not what it answers by', async () => {
  const committed = ['first']
  const told: string[] = []
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
  let rounds = 0
  const database = {
    async query({ name }: { readonly name: string }) {
      if (name !== 'audit.days-to-gather') return []
      rounds += 1
      const seen = [...committed]
      if (rounds === 1) await answered
      told.push(...seen.filter((batch) => !told.includes(batch)))
      return []
    },
  }
  useFakeTimers()
  const audit = createAuditModule({
    config: { audit: { daysAhead: 1, gatherIntervalMs: 100 } },
    clock: { nowMs: () => 0 },
    log: { warn: () => undefined },
    database,
  } as unknown as Platform)
  await audit.start()
  await vi.advanceTimersByTimeAsync(100)
  expect(rounds).toBe(1)
  committed.push('second')
  const quiescent = audit.quiescent()
  answer()
  expect(await quiescent).toEqual({ idle: true, numbers: {} })
  expect(told).toEqual(['first', 'second'])
  await audit.stop()
})
