import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { Database } from '../../platform/postgres/database.ts'
import type { NettingNeeds } from './needs.ts'
import { NettingService } from './service.ts'

test('a stop waits for the tenant that is being netted, and none comes after it', async () => {
  const closing = Promise.withResolvers<void>()
  const began = Promise.withResolvers<void>()
  let closings = 0
  const database = {
    query: async ({ text }: { readonly text: string }) =>
      text.includes('account') ? [{ tenant: 'one' }, { tenant: 'two' }] : [],
    async transaction() {
      closings += 1
      began.resolve()
      await closing.promise
    },
  }
  const service = new NettingService({
    database: database as unknown as Database,
    needs: {} as NettingNeeds,
    nowMs: () => 0,
    log: pino({ level: 'silent' }),
  })
  const all = service.closeAll('multilateral', 'timer')
  await began.promise
  const stopped = service.stop()
  closing.resolve()
  await Promise.all([stopped, all])
  expect(closings).toBe(1)
})
