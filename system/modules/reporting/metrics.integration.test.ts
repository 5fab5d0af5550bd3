import { describe, expect, test } from 'vitest'
import { expectProblem } from '../../testing/expectations.ts'
import { forgetInRedis } from '../../testing/forget-in-redis.ts'
import { violatedInvariants } from '../../testing/invariants.ts'
import { PaymentLoad } from '../../testing/payment-load.ts'
import { idempotencyKeys, runningSystem } from '../../testing/running-system.ts'

const system = runningSystem()
const newKey = idempotencyKeys()

const order = {
  debtorAccount: 'ACC-000001',
  creditorAccount: 'ACC-000002',
  amountMinor: 1_050,
  currency: 'USD',
}
const tooMuch = {
  debtorAccount: 'ACC-000991',
  creditorAccount: 'ACC-000992',
  amountMinor: 10_001,
  currency: 'EUR',
}

interface Figures {
  readonly settled: number
  readonly rejected: number
  readonly volume: Record<string, string>
}

/** What the tables say, counted row by row. */
async function figures(): Promise<Figures> {
  const rows = await system.rows<{
    currency: string
    settled: string
    rejected: string
    sum: string
  }>(
    `select currency, count(*) filter (where rejection is null) as settled, count(rejection) as rejected,
      to_char(coalesce(sum(amount_minor) filter (where rejection is null), 0) / 100.0, 'FM999999999990.00') as sum
    from payment group by currency`,
  )
  const total = (of: 'settled' | 'rejected') => rows.reduce((sum, row) => sum + Number(row[of]), 0)
  const moved = rows.filter(({ settled }) => settled !== '0')
  return {
    settled: total('settled'),
    rejected: total('rejected'),
    volume: Object.fromEntries(moved.map(({ currency, sum }) => [currency, sum])),
  }
}

async function get(path: string): Promise<Record<string, unknown>> {
  const answer = await system.request(`/api/v1/metrics/${path}`)
  expect(answer.status).toBe(200)
  return answer.json
}

async function expectFiguresOfTheTables(): Promise<void> {
  const { settled, rejected, volume } = await figures()
  const realtime = await get('realtime')
  expect(realtime).toMatchObject({
    settled_today: settled,
    failed_last_1h: rejected,
    volume_24h: volume,
    success_rate: Math.round((settled * 10_000) / (settled + rejected)) / 100,
    pending_count: 0,
    processing_count: 0,
    queue_depth: 0,
    compliance_review: 0,
  })
  const { days } = (await get('daily?days=3')) as { days: Record<string, unknown>[] }
  expect(days.length).toBe(3)
  expect(days[0]).toMatchObject({ recorded: 0, settled: 0, volume: {} })
  expect(days[2]).toMatchObject({ recorded: settled + rejected, settled, rejected, volume })
  const { banks, flows } = (await get('banks')) as {
    banks: { sent: { count: number }; received: { count: number }; rejected: number }[]
    flows: { count: number }[]
  }
  const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0)
  expect(sum(banks.map(({ sent }) => sent.count))).toBe(settled)
  expect(sum(banks.map(({ received }) => received.count))).toBe(settled)
  expect(sum(banks.map((bank) => bank.rejected))).toBe(rejected)
  expect(sum(flows.map(({ count }) => count))).toBe(settled)
  expect(await violatedInvariants(system, 'reporting')).toEqual([])
}

describe('the figures', () => {
  test('are those of the tables when nothing is running', async () => {
    expect((await system.pay(newKey(), order)).status).toBe(201)
    expect((await system.pay(newKey(), tooMuch)).status).toBe(422)
    const load = new PaymentLoad(system, 8)
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    await load.stop()
    await system.quiescent()
    await expectFiguresOfTheTables()
  })

  test('are the same after Redis has forgotten everything', async () => {
    await forgetInRedis(system)
    // It is noticed when the next message comes.
    expect((await system.pay(newKey(), order)).status).toBe(201)
    await system.until('as it was', async () => {
      const { settled_today: shown } = await get('realtime')
      return shown === (await figures()).settled
    })
    await system.quiescent()
    await expectFiguresOfTheTables()
  })

  test('are the same after a restart, and what was recorded while nobody looked is in them', async () => {
    await Promise.all(Array.from({ length: 50 }, async () => system.pay(newKey(), order)))
    await system.end('SIGKILL')
    await system.start()
    await system.ready()
    await system.quiescent()
    await expectFiguresOfTheTables()
  })

  test('of another tenant are its own', async () => {
    const headers = { 'x-tenant-id': 'other' }
    const { json } = await system.request('/api/v1/metrics/banks', { headers })
    expect([json['banks'], json['flows']]).toEqual([[], []])
  })

  test.each(['daily?days=0', 'daily?days=93', 'daily?days=week'])(
    'are refused for %s',
    async (path) => {
      expectProblem(await system.request(`/api/v1/metrics/${path}`), 400, 'invalid-request')
    },
  )
})

describe('the invariants', () => {
  test.each([
    ['reporting.totals-match', 'update payment_day_total set payments = payments + %', '1'],
    ['reporting.totals-match', 'update payment_day_total set amount_minor = amount_minor - %', '1'],
    [
      'reporting.totals-match',
      "update payment_day_total set status = 'x' || substr(status, %)",
      '2',
    ],
    ['reporting.totals-applied', 'update payment_day_applied set outbox_id = outbox_id - %', '1'],
  ])('%s notices: %s', async (id, corruption, by) => {
    await system.rows('create table kept as select * from payment_day_total')
    await system.rows(corruption.replace('%', by))
    const violated = await violatedInvariants(system, 'reporting')
    expect(violated.map((each) => each.id)).toEqual([id])
    await system.rows(
      'delete from payment_day_total; insert into payment_day_total table kept; drop table kept',
    )
    await system.rows('update payment_day_applied set outbox_id = (select max(id) from outbox)')
    expect(await violatedInvariants(system, 'reporting')).toEqual([])
  })
})
