import { once } from 'node:events'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SystemUnderTest } from '../../testing/system-process.ts'

/** The banks: they keep their own ledger of what reached them, and can be told to fail. */
const ledger = new Map<string, { bank: string; times: number; body: Record<string, unknown> }>()
const failing = new Set<string>()
let asked = 0
let banks: Server
let system: SystemUnderTest

beforeAll(async () => {
  banks = createServer((request, response) => {
    void text(request).then((body) => {
      asked += 1
      const [, bank = ''] = /^\/banks\/(\w+)\/messages$/.exec(request.url ?? '') ?? []
      const key = String(request.headers['idempotency-key'])
      const message = JSON.parse(body) as Record<string, unknown>
      if (failing.has(bank)) {
        response.writeHead(503).end('away')
        return
      }
      if (message['amountMinor'] === 13) {
        response.writeHead(422).end('thirteen is not taken')
        return
      }
      ledger.set(key, { bank, times: (ledger.get(key)?.times ?? 0) + 1, body: message })
      response.writeHead(204).end()
    })
  })
  banks.listen(0, '127.0.0.1')
  await once(banks, 'listening')
  system = await new SystemUnderTest({
    BANK_GATEWAY_URL: `http://127.0.0.1:${(banks.address() as AddressInfo).port}`,
    BANK_BREAKER_OPEN_MS: '500',
    BANK_RETRY_MS: '50',
  }).prepare()
  await system.start()
  await system.ready()
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  banks.closeAllConnections()
  banks.close()
})

let sequence = 0
/** The first accounts are kept by the four banks in turn. */
async function pay(creditor: number, amountMinor = 100): Promise<string> {
  const { status, json } = await system.pay(`key-${(sequence += 1)}`, {
    debtorAccount: 'ACC-000009',
    creditorAccount: `ACC-00000${creditor}`,
    amountMinor,
    currency: 'USD',
  })
  expect(status).toBe(201)
  return String(json['id'])
}

const stateOf = async (): Promise<Record<string, number>> => {
  const { text: metrics } = await system.request('/metrics')
  const states = metrics.matchAll(/^bank_circuit_breaker_state\{name="(\w+)"\} (\d)/gm)
  return Object.fromEntries([...states].map(([, name = '', state]) => [name, Number(state)]))
}

const rowsBy = async (state: string) =>
  system.rows<{ payment_id: string; last_fault: string | null }>(
    'select payment_id, last_fault from bank_message where state = $1',
    [state],
  )

describe('the bank that is paid', () => {
  test('is told of each settled payment, by a call of its own', async () => {
    const ids = await Promise.all(
      Array.from({ length: 40 }, async (_, n) => pay(1 + (n % 4), n + 20)),
    )
    await system.quiescent()
    expect([...ledger.keys()].toSorted()).toEqual(ids.toSorted())
    expect(new Set([...ledger.values()].map(({ bank }) => bank)).size).toBe(4)
    for (const [id, { bank, body, times }] of ledger) {
      expect(body).toMatchObject({ id, creditorBank: bank, status: 'settled' })
      expect(times).toBe(1)
    }
  })

  test('that will not have a message is not asked again', async () => {
    const id = await pay(1, 13)
    await system.quiescent()
    const refused = await rowsBy('refused')
    expect(refused).toEqual([{ payment_id: id, last_fault: '422 thirteen is not taken' }])
  })

  test('and does not answer is left alone after ten calls; the others are told as before', async () => {
    await pay(1)
    await system.quiescent()
    const away = [...ledger.values()].at(-1)?.bank ?? ''
    failing.add(away)
    const ids = await Promise.all(Array.from({ length: 60 }, async (_, n) => pay(1 + (n % 4))))
    await expect.poll(stateOf, { timeout: 10_000 }).toMatchObject({ [away]: 1 })
    const open = Object.values(await stateOf()).filter((state) => state !== 0)
    expect(open.length).toBe(1)
    await expect.poll(async () => (await rowsBy('waiting')).length, { timeout: 10_000 }).toBe(15)
    // An open breaker keeps calls away, and payments go on.
    const before = asked
    expect((await rowsBy('waiting')).length).toBe(15)
    await pay(1)
    expect(asked - before).toBeLessThanOrEqual(6)
    failing.clear()
    await system.quiescent()
    expect(ids.filter((id) => !ledger.has(id))).toEqual([])
    expect((await stateOf())[away]).toBe(0)
  })

  test('is told after a restart of what it was not told before', async () => {
    const [bank = ''] = [...ledger.values()].map((entry) => entry.bank).slice(-1)
    for (const each of new Set([...ledger.values()].map((entry) => entry.bank))) failing.add(each)
    const ids = await Promise.all([1, 2, 3, 4].map(async (creditor) => pay(creditor)))
    await expect.poll(async () => (await rowsBy('waiting')).length, { timeout: 10_000 }).toBe(4)
    expect(bank).not.toBe('')
    await system.end('SIGKILL')
    failing.clear()
    // A message that the dead process had taken is due again when its lease has run out.
    await system.rows(`update bank_message set due_at = now() where state = 'waiting'`)
    await system.start()
    await system.ready()
    await system.quiescent()
    expect(ids.filter((id) => !ledger.has(id))).toEqual([])
  })
})

test('a message that was put off by a clock far ahead is told when the clock is back', async () => {
  for (const bank of new Set([...ledger.values()].map((entry) => entry.bank))) failing.add(bank)
  const id = await pay(1)
  await expect.poll(async () => (await rowsBy('waiting')).length, { timeout: 10_000 }).toBe(1)
  await system.rows(
    `update bank_message set due_at = now() + interval '1 day' where state = 'waiting'`,
  )
  failing.clear()
  await expect.poll(() => ledger.has(id), { timeout: 10_000 }).toBe(true)
})

test('without an address nobody is called and nothing is kept', async () => {
  await using quiet = new SystemUnderTest()
  await quiet.prepare()
  await quiet.start()
  await quiet.ready()
  const order = {
    debtorAccount: 'ACC-000001',
    creditorAccount: 'ACC-000002',
    amountMinor: 5,
    currency: 'USD',
  }
  expect((await quiet.pay('key', order)).status).toBe(201)
  await quiet.quiescent()
  expect(await quiet.rows('select from bank_message')).toEqual([])
})
