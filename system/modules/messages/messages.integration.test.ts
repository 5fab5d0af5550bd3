import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectProblem } from '../../testing/expectations.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'
import { mt103Faults } from './mt103-rules.ts'
import { pacs008Faults } from './pacs008-walk.ts'

let system: SystemUnderTest

beforeAll(async () => {
  system = await new SystemUnderTest().prepare()
  await system.start()
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
})

async function pay(key: string, reference: string | undefined): Promise<string> {
  const order = { debtorAccount: 'ACC-000001', creditorAccount: 'ACC-000002', amountMinor: 12_345 }
  const { json, status } = await system.pay(key, { ...order, currency: 'USD', reference })
  expect(status).toBe(201)
  return String(json['id'])
}

test('a settled payment is told as MT103 and as pacs.008, with one reference in both', async () => {
  const id = await pay('told', 'Rechnung für Müller & Søn <4711> – ₪')
  const mt103 = await system.request(`/api/v1/payments/${id}/mt103`)
  expect(mt103.status).toBe(200)
  expect(mt103.headers.get('content-type')).toMatch(/^text\/plain/)
  expect(mt103Faults(mt103.text)).toEqual([])
  expect(mt103.text).toContain('USD123,45')
  const pacs008 = await system.request(`/api/v1/payments/${id}/pacs008`)
  expect(pacs008.status).toBe(200)
  expect(pacs008.headers.get('content-type')).toMatch(/^application\/xml/)
  expect(pacs008Faults(pacs008.text)).toEqual([])
  const reference = /:20:([A-Z2-7]{16})\r\n/.exec(mt103.text)?.[1] ?? 'none'
  expect(pacs008.text).toContain(`<MsgId>${reference}</MsgId>`)
  expect(pacs008.text).toContain('Rechnung für Müller &amp; Søn &lt;4711&gt; – ₪')
})

test('what was rejected, and what is not there, has no message', async () => {
  const rejected = await system.pay('poor', {
    debtorAccount: 'ACC-000991',
    creditorAccount: 'ACC-000901',
    amountMinor: 50_000,
    currency: 'EUR',
  })
  const path = (id: string) => `/api/v1/payments/${id}/mt103`
  expectProblem(
    await system.request(path(String(rejected.json['paymentId']))),
    409,
    'payment-not-settled',
  )
  const nobody = '00000000-0000-7000-8000-000000000000'
  expectProblem(await system.request(path(nobody)), 404, 'payment-not-found')
})
