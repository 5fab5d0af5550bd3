import { expect, test, vi } from 'vitest'
import type { Platform } from '../../platform/module.ts'
import { createAuditModule } from './module.ts'

test('days that could not be made are tried again within seconds', async () => {
  vi.useFakeTimers()
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
  vi.useRealTimers()
})
