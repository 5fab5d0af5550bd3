import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createHttpServer } from '../../platform/http/server.ts'
import { createTelemetry } from '../../platform/telemetry/telemetry.ts'
import { registerBulk } from './bulk-routes.ts'
import { queueFull } from './errors.ts'

test('a bulk that comes when no payment is taken is refused before it is read', async () => {
  const { app } = createHttpServer(pino({ level: 'silent' }), createTelemetry().http)
  registerBulk(app, {
    refuseWhenFull() {
      throw queueFull()
    },
    pay: async () => Promise.reject(new Error('not to be asked')),
    payTogether: async () => Promise.reject(new Error('not to be asked')),
  })
  const headers = { 'content-type': 'application/json' }
  const answer = await app.inject({ url: '/payments/bulk', method: 'POST', headers, body: '{' })
  expect([answer.statusCode, answer.json().code]).toEqual([503, 'queue-full'])
})
