import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violatedInvariants } from '../../testing/invariants.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'

let system: SystemUnderTest

/** What checks, keys and the trigger would forbid has to be allowed first. */
const unguard = `
alter table netting_cycle drop constraint netting_cycle_tenant_after_number_fkey,
  drop constraint netting_cycle_check, drop constraint netting_cycle_tenant_after_number_key;
alter table netting_total drop constraint netting_total_check, drop constraint netting_total_check1`

beforeAll(async () => {
  system = await new SystemUnderTest({ NETTING_INTERVAL_MS: '0' }).prepare()
  await system.start()
  for (let cycle = 0; cycle < 2; cycle += 1) {
    await Promise.all(
      Array.from({ length: 12 }, async (_, index) =>
        system.pay(`key-${cycle}-${index}`, {
          debtorAccount: `ACC-00000${1 + (index % 4)}`,
          creditorAccount: `ACC-00000${1 + ((index + 1 + (index % 2)) % 4)}`,
          amountMinor: 1_000 * (index + 1),
          currency: 'USD',
        }),
      ),
    )
    const closed = await system.request('/api/v1/netting/cycles', { body: {} })
    if (closed.json['state'] !== 'settled') {
      throw new Error(`expected a settled cycle, got ${closed.text}`)
    }
  }
  await system.quiescent()
  await system.end('SIGTERM')
  await system.rows(unguard)
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
})

test('what the system did violates nothing', async () => {
  expect(await violatedInvariants(system, 'netting')).toEqual([])
})

const firstCycle = '(select min(id) from netting_cycle)'
const secondCycle = `(select id from netting_cycle order by id offset 1 limit 1)`
const oneBank = `cycle_id = ${firstCycle} and counterparty = '' and bank = 'ENBXAEADXXX'`
const netted = `(select payment.id from payment join account d on d.id = debtor_id join account c on c.id = creditor_id
  where kind = 'payment' and status = 'settled' and d.bank <> c.bank order by settlement_number limit 1)`
const oneTransfer = `(cycle_id, currency, debtor_bank, creditor_bank) =
  (select cycle_id, currency, debtor_bank, creditor_bank from netting_transfer order by 1, 2, 3, 4 limit 1)`

/** Each mutation is undone by its inverse, so that each is judged alone. */
const mutations: readonly [what: string, mutate: string, undo: string, caughtBy: string][] = [
  [
    'a position is not what its bank sent',
    `update netting_position set outgoing_minor = outgoing_minor + 1 where ${oneBank}`,
    `update netting_position set outgoing_minor = outgoing_minor - 1 where ${oneBank}`,
    'netting.zero-sum',
  ],
  [
    'two errors in positions cancel out',
    `update netting_position set outgoing_minor = outgoing_minor + 1, incoming_minor = incoming_minor + 1
       where ${oneBank}`,
    `update netting_position set outgoing_minor = outgoing_minor - 1, incoming_minor = incoming_minor - 1
       where ${oneBank}`,
    'netting.positions-true',
  ],
  [
    'a payment was left out',
    `update payment set settlement_number = -settlement_number where id = ${netted}`,
    `update payment set settlement_number = -settlement_number where settlement_number < 0`,
    'netting.positions-true',
  ],
  [
    'a payment that was netted is no longer settled',
    `update payment set status = 'queued' where id = ${netted}`,
    `alter table payment disable trigger payment_settled_later; update payment set status = 'settled'
       where status = 'queued'; alter table payment enable trigger payment_settled_later`,
    'netting.positions-true',
  ],
  [
    'a position towards one bank is missing',
    `create table kept as select cycle_id, currency, bank, counterparty, outgoing_payments, outgoing_minor,
       incoming_payments, incoming_minor from netting_position where counterparty <> '' limit 1;
     delete from netting_position where (cycle_id, currency, bank, counterparty) in
       (select cycle_id, currency, bank, counterparty from kept)`,
    `insert into netting_position (cycle_id, currency, bank, counterparty, outgoing_payments, outgoing_minor,
       incoming_payments, incoming_minor) select * from kept; drop table kept`,
    'netting.positions-true',
  ],
  [
    'two cycles overlap, so that a payment is in both',
    `update netting_cycle set after_number = after_number - 1 where id = ${secondCycle}`,
    `update netting_cycle set after_number = after_number + 1 where id = ${secondCycle}`,
    'netting.one-cycle-each',
  ],
  [
    'there is a gap between two cycles',
    `update netting_cycle set after_number = after_number + 1 where id = ${secondCycle}`,
    `update netting_cycle set after_number = after_number - 1 where id = ${secondCycle}`,
    'netting.one-cycle-each',
  ],
  [
    'two payments have one number',
    `create table kept as select id, settlement_number from payment order by id limit 1;
     update payment set settlement_number = (select settlement_number from payment order by id offset 1 limit 1)
       where id = (select id from kept)`,
    `update payment set settlement_number = kept.settlement_number from kept where payment.id = kept.id;
     drop table kept`,
    'netting.numbers-used-once',
  ],
  [
    'an efficiency is better than it was',
    `update netting_total set multilateral_efficiency_e6 = multilateral_efficiency_e6 + 1
       where cycle_id = ${firstCycle}`,
    `update netting_total set multilateral_efficiency_e6 = multilateral_efficiency_e6 - 1
       where cycle_id = ${firstCycle}`,
    'netting.efficiency-true',
  ],
  [
    'a gross total is not the sum of its payments',
    `update netting_total set gross_minor = gross_minor + 1 where cycle_id = ${firstCycle}`,
    `update netting_total set gross_minor = gross_minor - 1 where cycle_id = ${firstCycle}`,
    'netting.efficiency-true',
  ],
  [
    'a transfer moves too much',
    `update netting_transfer set amount_minor = amount_minor + 1 where ${oneTransfer}`,
    `update netting_transfer set amount_minor = amount_minor - 1 where ${oneTransfer}`,
    'netting.transfers-even-out',
  ],
  [
    'a cycle says that it is settled and one of its transfers was not made',
    `create table kept as select payment_id from netting_transfer where ${oneTransfer};
     update netting_transfer set payment_id = null where ${oneTransfer}`,
    `update netting_transfer set payment_id = (select payment_id from kept) where ${oneTransfer};
     drop table kept`,
    'netting.settled-by-transfers',
  ],
  [
    'a transfer was made with another amount',
    `update payment set amount_minor = amount_minor + 1
       where id = (select payment_id from netting_transfer where ${oneTransfer})`,
    `update payment set amount_minor = amount_minor - 1
       where id = (select payment_id from netting_transfer where ${oneTransfer})`,
    'netting.settled-by-transfers',
  ],
]

describe('it is found out when', () => {
  test.each(mutations)('%s', async (_what, mutate, undo, caughtBy) => {
    await system.rows(mutate)
    const caught = (await violatedInvariants(system, 'netting')).map(({ id }) => id)
    await system.rows(undo)
    expect(caught).toContain(caughtBy)
    expect(await violatedInvariants(system, 'netting')).toEqual([])
  })
})
