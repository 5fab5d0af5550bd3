import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { expectProblem } from '../../testing/expectations.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'

let system: SystemUnderTest

beforeAll(async () => {
  system = await new SystemUnderTest({ COMPLIANCE_AMOUNT_USD_MINOR: '1000000' }).prepare()
  await system.start()
  await system.ready()
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
})

const paths = ['banks', 'compliance/reviews', 'compliance/alerts', 'compliance/heat-map']

describe('a question that cannot be answered is refused', () => {
  test.each(paths)('for a stranger: /%s', async (path) => {
    const answer = await system.request(`/api/v1/${path}`, {
      headers: { authorization: 'Bearer nobody' },
    })
    expectProblem(answer, 401, String(answer.json['code']))
  })

  test.each([
    'reviews?page=0',
    'reviews?page=1001',
    'reviews?page_size=101',
    'reviews?page=one',
    'alerts?page_size=0',
    'alerts?reason=hunger',
    "alerts?reason=velocity' or true",
  ])('/compliance/%s', async (path) => {
    const answer = await system.request(`/api/v1/compliance/${path}`)
    expectProblem(answer, 400, String(answer.json['code']))
  })
})

describe('nothing yet is an answer, too', () => {
  test.each(['reviews', 'alerts'])('/compliance/%s', async (path) => {
    const { status, json } = await system.request(`/api/v1/compliance/${path}`)
    expect({ status, json }).toMatchObject({ status: 200, json: { items: [], hasMore: false } })
  })

  test('/compliance/heat-map', async () => {
    const { json } = await system.request('/api/v1/compliance/heat-map')
    expect(json).toEqual({ date: '2026-01-07', corridors: [] })
  })
})

/** Runs last: it makes something. */
test('another tenant hears and sees nothing of an alert; its own does at once', async () => {
  const frames = { interbank: await listen('interbank'), other: await listen('other') }
  const order = { debtorAccount: 'ACC-000001', creditorAccount: 'ACC-000002', currency: 'USD' }
  const held = await system.pay('large', { ...order, amountMinor: 1_000_000 })
  expect(held.status).toBe(202)
  const alertsIn = (tenant: keyof typeof frames) =>
    frames[tenant].filter(({ type }) => type === 'compliance_alert')
  await expect.poll(() => alertsIn('interbank'), { timeout: 5_000 }).toHaveLength(1)
  const item = { paymentId: held.json['id'], reasons: ['large-amount'], usdMinor: 1_000_000 }
  expect(alertsIn('interbank')[0]).toMatchObject({ items: [item], omitted: 0 })
  expect(alertsIn('other')).toEqual([])
  const { json } = await system.request('/api/v1/compliance/alerts', {
    headers: { 'x-tenant-id': 'other' },
  })
  expect(json['items']).toEqual([])
})

async function listen(tenant: string): Promise<Record<string, unknown>[]> {
  const frames: Record<string, unknown>[] = []
  const socket = new WebSocket(`${system.baseUrl.replace('http', 'ws')}/api/v1/ws`, {
    headers: { authorization: 'Bearer test-token', 'x-tenant-id': tenant },
  })
  socket.on('message', (data: Buffer) => {
    frames.push(JSON.parse(data.toString()) as Record<string, unknown>)
  })
  await once(socket, 'open')
  return frames
}
