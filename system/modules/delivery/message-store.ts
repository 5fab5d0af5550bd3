import { plainArray, textArray } from '../../platform/postgres/arrays.ts'
import type { Database, Statement } from '../../platform/postgres/database.ts'
import type { BankMessage } from './bank-client.ts'

export interface NewMessage extends BankMessage {
  readonly tenant: string
}

/** What a call came to. */
export interface Attempt {
  readonly paymentId: string
  /** `unasked`: the bank was not called after all. */
  readonly outcome: 'delivered' | 'refused' | 'failed' | 'unasked'
  readonly fault: string | undefined
}

export interface MessageStore {
  /** Those that are there already stay as they are. */
  add(messages: readonly NewMessage[]): Promise<void>
  /** Takes what is due: nobody else gets it while a call may be under way. */
  take(bank: string, limit: number): Promise<readonly BankMessage[]>
  record(attempts: readonly Attempt[]): Promise<void>
  /** Banks with messages that wait, and how many. */
  waiting(): Promise<ReadonlyMap<string, number>>
}

/** @param retryMs before a second attempt; doubled for each one more, up to a minute */
export function createMessageStore(database: Database, retryMs: number): MessageStore {
  return {
    async add(messages) {
      await database.query(addMessages, [
        plainArray(messages.map(({ paymentId }) => paymentId)),
        textArray(messages.map(({ tenant }) => tenant)),
        textArray(messages.map(({ bank }) => bank)),
        textArray(messages.map(({ body }) => body)),
      ])
    },
    async take(bank, limit) {
      return database.query<{ paymentId: string; bank: string; body: string }>(takeMessages, [
        bank,
        limit,
      ])
    },
    async record(attempts) {
      await database.query(recordAttempts, [
        plainArray(attempts.map(({ paymentId }) => paymentId)),
        textArray(attempts.map(({ outcome }) => outcome)),
        textArray(attempts.map(({ fault }) => fault)),
        retryMs,
      ])
    },
    async waiting() {
      const rows = await database.query<{ bank: string; messages: number }>(countWaiting)
      return new Map(rows.map(({ bank, messages }) => [bank, messages]))
    },
  }
}

const addMessages: Statement = {
  name: 'delivery.add',
  text: `insert into bank_message (payment_id, tenant, bank, body)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
on conflict (payment_id) do nothing`,
}

const waitingIn = (span: string) => `array(
  select payment_id from bank_message where bank = $1 and state = 'waiting' and ${span}
  order by due_at, payment_id limit $2 for update skip locked)`

/**
 * The lease is longer than a call may take; of a process that died a message is due again after it.
 * Nothing is put off for longer than a minute: what seems to be was dated before the database's
 * clock went back, and is due.
 */
const takeMessages: Statement = {
  name: 'delivery.take',
  text: `update bank_message set attempts = attempts + 1, due_at = now() + interval '30 s'
where payment_id = any (
  ${waitingIn('due_at <= now()')} || ${waitingIn(`due_at > now() + interval '2 min'`)})
returning payment_id as "paymentId", bank, body`,
}

const recordAttempts: Statement = {
  name: 'delivery.record',
  text: `update bank_message set
  state = case attempt.outcome when 'delivered' then 'delivered' when 'refused' then 'refused' else 'waiting' end,
  delivered_at = case attempt.outcome when 'delivered' then now() end,
  last_fault = attempt.fault,
  attempts = attempts - case attempt.outcome when 'unasked' then 1 else 0 end,
  due_at = case attempt.outcome
    when 'failed' then now() + least(60000, $4::integer * 2 ^ least(20, attempts - 1)) * interval '1 ms'
    else now() end
from unnest($1::uuid[], $2::text[], $3::text[]) as attempt(payment_id, outcome, fault)
where bank_message.payment_id = attempt.payment_id`,
}

const countWaiting: Statement = {
  name: 'delivery.count-waiting',
  text: `select bank, count(*) as messages from bank_message where state = 'waiting' group by bank`,
}
