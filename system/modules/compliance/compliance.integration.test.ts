import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violatedInvariants } from '../../testing/invariants.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'

const thresholds = {
  COMPLIANCE_AMOUNT_USD_MINOR: '1000000',
  COMPLIANCE_NEW_PAIR_USD_MINOR: '500000',
  COMPLIANCE_VELOCITY_MAX: '5',
  COMPLIANCE_LIST_REREAD_INTERVAL_MS: '100',
}

/** Of two banks: India and the Emirates. */
const order = {
  debtorAccount: 'ACC-000003',
  creditorAccount: 'ACC-000004',
  amountMinor: 1_000,
  currency: 'USD',
}

let system: SystemUnderTest
let sequence = 0

async function pay(overrides: Partial<typeof order> & { reference?: string } = {}) {
  return system.pay(`key-${(sequence += 1)}`, { ...order, ...overrides })
}

async function list(path: string): Promise<readonly Record<string, unknown>[]> {
  const { status, json, text } = await system.request(`/api/v1/compliance/${path}`)
  expect({ status, text: status === 200 ? '' : text }).toEqual({ status: 200, text: '' })
  return json['items'] as readonly Record<string, unknown>[]
}

beforeAll(async () => {
  system = await new SystemUnderTest(thresholds).prepare()
  await system.start()
  await system.ready()
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
})

describe('a payment is held', () => {
  test('for its amount, waits with its reasons, and moves nothing', async () => {
    expect((await pay()).status).toBe(201)
    const held = await pay({ amountMinor: 1_000_000, reference: 'a house' })
    expect(held.status).toBe(202)
    expect(held.json).toMatchObject({ status: 'in-review', reviewReasons: ['large-amount'] })
    const waiting = await list('reviews')
    expect(waiting).toEqual([
      {
        paymentId: held.json['id'],
        reasons: ['large-amount'],
        debtorAccount: order.debtorAccount,
        creditorAccount: order.creditorAccount,
        debtorBank: 'SBININBBXXX',
        creditorBank: 'ENBXAEADXXX',
        amountMinor: 1_000_000,
        currency: 'USD',
        usdMinor: 1_000_000,
        raisedAt: held.json['createdAt'],
        reference: 'a house',
      },
    ])
    const entries = await system.rows('select * from entry where payment_id = $1', [
      held.json['id'],
    ])
    expect(entries).toEqual([])
  })

  test('as much money between two that are new to each other, until it is approved', async () => {
    const much = { creditorAccount: 'ACC-000008', amountMinor: 600_000 }
    const held = await pay(much)
    expect(held.json).toMatchObject({ status: 'in-review', reviewReasons: ['unusual-pair'] })
    const path = `/api/v1/payments/${String(held.json['id'])}/review`
    const approved = await system.request(path, { body: { decision: 'approve' } })
    expect(approved.json).toMatchObject({ status: 'settled' })
    expect((await pay(much)).status).toBe(201)
  })

  test('as the sixth within a minute', async () => {
    const often = { debtorAccount: 'ACC-000101' }
    const statuses: number[] = []
    for (let count = 0; count < 6; count += 1) {
      statuses.push((await pay(often)).status)
    }
    expect(statuses).toEqual([201, 201, 201, 201, 201, 202])
  })

  test('for a name on the list, and for one that has come to it since', async () => {
    const from = { debtorAccount: 'ACC-000201' }
    const held = await pay({ ...from, reference: 'for OSIRIS shell-trading' })
    expect(held.json).toMatchObject({ reviewReasons: ['sanctioned-name'] })
    await system.rows(
      `insert into sanctions_entry values ('account', 'acc 000202', 'test'), ('name', 'New Name', 'test')`,
    )
    const later = { ...from, creditorAccount: 'ACC-000202', reference: 'new name' }
    await system.until('screened by the new list', async () => {
      const { json } = await system.pay(`list-${(sequence += 1)}`, {
        ...order,
        ...later,
        debtorAccount: `ACC-0003${String(10 + (sequence % 80))}`,
      })
      return json['status'] === 'in-review'
    })
    await system.quiescent()
    const [newest] = await list('alerts?page_size=1')
    expect(newest).toMatchObject({ reasons: ['sanctioned-account', 'sanctioned-name'] })
  })
})

describe('alerts', () => {
  test('are of every payment that was held, newest first, with what became of it', async () => {
    await system.quiescent()
    const alerts = await list('alerts')
    const held = await system.rows<{ id: string }>(
      'select id from payment where review_reasons is not null order by id desc',
    )
    expect(alerts.map(({ paymentId }) => paymentId)).toEqual(held.map(({ id }) => id))
    expect(alerts.at(-1)).toMatchObject({ status: 'in-review', reasons: ['large-amount'] })
    expect(alerts.at(-2)).toMatchObject({ status: 'settled', decision: 'approve' })
    expect(await list('alerts?reason=velocity')).toHaveLength(1)
  })

  test('of payments whose process died before it wrote them are written by the next', async () => {
    await system.rows('delete from compliance_alert')
    await system.end('SIGKILL')
    await system.start()
    await system.ready()
    expect((await list('alerts')).length).toBeGreaterThan(3)
  })
})

describe('the heat map', () => {
  interface Corridor {
    readonly from: string
    readonly to: string
    readonly count: number
    readonly reviewed: number
    readonly usdMinor: number
    readonly reviewShare: number
  }

  const corridorsNow = async () => {
    const { json } = await system.request('/api/v1/compliance/heat-map')
    return json['corridors'] as readonly Corridor[]
  }

  test('is the table of payments, summed', async () => {
    const rows = await system.rows<Record<'from' | 'to' | 'count' | 'reviewed' | 'usd', string>>(
      `select debtor.bank as from, creditor.bank as to, count(*) as count, sum(usd_minor) as usd,
         count(*) filter (where review_reasons is not null) as reviewed
       from payment join account as debtor on debtor.id = debtor_id
       join account as creditor on creditor.id = creditor_id
       where payment.tenant = 'interbank' group by 1, 2`,
    )
    const expected = rows.map(({ from, to, ...sums }) => ({
      from,
      to,
      count: Number(sums.count),
      reviewed: Number(sums.reviewed),
      reviewShare: Number(sums.reviewed) / Number(sums.count),
      usdMinor: Number(sums.usd),
    }))
    const seen = await corridorsNow()
    expect(new Set(seen)).toEqual(new Set(expected))
    expect(seen.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(10)
  })

  test('grows with every payment by that payment', async () => {
    const count = async () =>
      (await corridorsNow()).reduce((sum, corridor) => sum + corridor.count, 0)
    const before = await count()
    await pay({ debtorAccount: 'ACC-000301' })
    await expect.poll(count, { timeout: 5_000 }).toBe(before + 1)
    await pay({ debtorAccount: 'ACC-000302' })
    await expect.poll(count, { timeout: 5_000 }).toBe(before + 2)
  })
})

/** Each mutation is undone by its inverse, so that each is judged alone. */
const large = `(select payment_id from compliance_alert where 'large-amount' = any(reasons))`
const mutations: readonly [what: string, mutate: string, undo: string, caughtBy: string][] = [
  [
    'an alert is missing',
    `create table kept as select * from compliance_alert where payment_id in ${large};
     delete from compliance_alert where payment_id in ${large}`,
    'insert into compliance_alert select * from kept; drop table kept',
    'compliance.alerts-complete',
  ],
  [
    'an alert tells another reason',
    `update compliance_alert set reasons = '{velocity,large-amount}' where payment_id in ${large}`,
    `update compliance_alert set reasons = '{large-amount}' where payment_id in ${large}`,
    'compliance.alerts-complete',
  ],
  [
    'there is an alert of a payment that was not held',
    `insert into compliance_alert select payment.tenant, payment.id, '{velocity}', 'ACC-000003', 'ACC-000004',
       'SBININBBXXX', 'ENBXAEADXXX', amount_minor, currency, usd_minor, created_at
     from payment where idempotency_key = 'key-1'`,
    `delete from compliance_alert using payment where payment.id = payment_id and idempotency_key = 'key-1'`,
    'compliance.alerts-complete',
  ],
  [
    'a payment is in review for no reason',
    `create table kept as select id, review_reasons from payment where id in ${large};
     update payment set review_reasons = null where id in ${large}`,
    `update payment set review_reasons = kept.review_reasons from kept where kept.id = payment.id; drop table kept`,
    'compliance.held-for-a-reason',
  ],
  [
    'a payment was held for a reason that no rule has',
    `update payment set review_reasons = '{a feeling}' where id in ${large}`,
    `update payment set review_reasons = '{large-amount}' where id in ${large}`,
    'compliance.held-for-a-reason',
  ],
  [
    'a payment in review was settled without a decision',
    `update payment set status = 'settled' where id in ${large}`,
    `update payment set status = 'in-review' where id in ${large}`,
    'compliance.decided-or-waiting',
  ],
  [
    'a payment as large as one that was held went by',
    `update payment set usd_minor = 1000000 where idempotency_key = 'key-1'`,
    `update payment set usd_minor = 1000 where idempotency_key = 'key-1'`,
    'compliance.large-held-alike',
  ],
]

describe('it is found out when', () => {
  test('nothing was broken, nothing is', async () => {
    await system.quiescent()
    await system.end('SIGTERM')
    expect(await violatedInvariants(system, 'compliance')).toEqual([])
    expect(await violatedInvariants(system, 'banks')).toEqual([])
    expect(await violatedInvariants(system, 'payments')).toEqual([])
  })

  test.each(mutations)('%s', async (_what, mutate, undo, caughtBy) => {
    await system.rows(mutate)
    const caught = (await violatedInvariants(system, 'compliance')).map(({ id }) => id)
    await system.rows(undo)
    expect(caught).toContain(caughtBy)
    expect(await violatedInvariants(system, 'compliance')).toEqual([])
  })
})
