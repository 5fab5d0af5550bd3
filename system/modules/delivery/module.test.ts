import { expect, test } from 'vitest'
import type { Platform } from '../../platform/module.ts'
import { createTelemetry } from '../../platform/telemetry/telemetry.ts'
import { createDeliveryModule } from './module.ts'

test('messages that are stored while it is asked do not pass for none', async () => {
  let stored = false
  const delivery = createDeliveryModule(
    {
      config: { delivery: { breakerOpenMs: 500, retryMs: 50 } },
      telemetry: createTelemetry(),
      log: { warn: () => undefined },
      database: {
        async query({ name }: { readonly name: string }) {
          const waits = stored && name === 'delivery.count-waiting'
          return waits ? [{ bank: 'ENBXAEADXXX', messages: 1 }] : []
        },
      },
      kafka: {
        consume: () => ({
          // Its last batch goes into the table and is committed just before the answer.
          async lag() {
            stored = true
            return 0
          },
          stop: async () => undefined,
        }),
      },
    } as unknown as Platform,
    'http://banks.test',
  )
  await delivery.start()
  expect(await delivery.quiescent()).toEqual({
    idle: false,
    numbers: { waiting: 1, consumerLag: 0 },
  })
  await delivery.stop()
})
