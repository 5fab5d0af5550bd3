import { plainArray, textArray } from '../../platform/postgres/arrays.ts'
import type { Database, Queryable } from '../../platform/postgres/database.ts'
import type { OutboxRow } from '../../platform/outbox/relay.ts'
import type { Account, AccountKey } from './accounts.ts'
import type { AccountChange } from './decision.ts'
import { fromRow } from './payment-row.ts'
import type { PaymentRow } from './payment-row.ts'
import type { Payment } from './schemas.ts'
import * as statements from './statements.ts'

/** A decided payment as it is stored and answered. */
export interface PaymentRecord {
  readonly tenant: string
  readonly key: string
  readonly debtor: Account
  readonly creditor: Account
  readonly payment: Payment
}

export interface BatchRecord {
  readonly records: readonly PaymentRecord[]
  readonly changes: ReadonlyMap<Account, AccountChange>
  readonly createdAt: string
  /** The UTC day that daily limits count against. */
  readonly day: string
  readonly lane: string
  readonly topic: string
  readonly messages: readonly {
    readonly key: string
    readonly n: number
    readonly payload: string
  }[]
}

export interface StoredPayment {
  readonly tenant: string
  readonly key: string
  readonly payment: Payment
}

/** Everything payments say to the database. Parameters are columns, because statements work on sets. */
export class PaymentStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** On the single writer's connection. @returns the outbox rows that now have to be published */
  async record(connection: Queryable, batch: BatchRecord): Promise<readonly OutboxRow[]> {
    const { records, changes, messages } = batch
    const accounts = [...changes.keys()]
    const totals = [...changes.values()]
    const rows = await connection.queryArrays<[number, string, boolean]>(statements.recordBatch, [
      plainArray(records.map((record) => record.payment.id)),
      textArray(records.map((record) => record.tenant)),
      textArray(records.map((record) => record.key)),
      plainArray(records.map((record) => record.debtor.id)),
      plainArray(records.map((record) => record.creditor.id)),
      plainArray(records.map((record) => record.payment.amountMinor)),
      plainArray(records.map((record) => record.payment.currency)),
      textArray(records.map((record) => record.payment.reference)),
      textArray(records.map((record) => record.payment.rejection)),
      batch.createdAt,
      batch.day,
      plainArray(accounts.map((account) => account.id)),
      plainArray(accounts.map((account) => account.version)),
      plainArray(totals.map((total) => total.deltaMinor)),
      plainArray(totals.map((total) => total.spentMinor)),
      batch.lane,
      batch.topic,
      textArray(messages.map((message) => message.key)),
      plainArray(messages.map((message) => message.n)),
      textArray(messages.map((message) => message.payload)),
    ])
    const byKey = new Map(messages.map((message) => [message.key, message]))
    return rows.map(([id, key]) => {
      const { n = 0, payload = '[]' } = byKey.get(key) ?? {}
      return { id, topic: batch.topic, key, n, payload, createdAt: batch.createdAt }
    })
  }

  async firstAccounts(limit: number): Promise<readonly [string, Account][]> {
    const rows = await this.#database.queryArrays<AccountRow>(statements.firstAccounts, [limit])
    return rows.map(toAccount)
  }

  async findAccounts(wanted: readonly AccountKey[]): Promise<readonly [string, Account][]> {
    const rows = await this.#database.queryArrays<AccountRow>(statements.findAccounts, [
      textArray(wanted.map((key) => key.tenant)),
      textArray(wanted.map((key) => key.number)),
    ])
    return rows.map(toAccount)
  }

  async findByKeys(
    keys: readonly { readonly tenant: string; readonly key: string }[],
  ): Promise<readonly StoredPayment[]> {
    const rows = await this.#database.query<PaymentRow>(statements.findByKeys, [
      textArray(keys.map(({ tenant }) => tenant)),
      textArray(keys.map(({ key }) => key)),
    ])
    return rows.map((row) => ({
      tenant: row.tenant,
      key: row.idempotency_key,
      payment: fromRow(row),
    }))
  }

  async findById(tenant: string, id: string): Promise<Payment | undefined> {
    const [row] = await this.#database.query<PaymentRow>(statements.findById, [tenant, id])
    return row === undefined ? undefined : fromRow(row)
  }

  /** Newest first. */
  async findPage(tenant: string, limit: number, offset: number): Promise<readonly Payment[]> {
    const values = [tenant, limit, offset]
    const rows = await this.#database.query<PaymentRow>(statements.findPage, values)
    return rows.map(fromRow)
  }
}

type AccountRow = [
  tenant: string,
  id: number,
  number: string,
  bank: string,
  currency: string,
  floorMinor: number,
  dailyLimitMinor: number,
  balanceMinor: number,
  spentOn: string,
  spentMinor: number,
  version: number,
]

function toAccount(row: AccountRow): [string, Account] {
  const [tenant, id, number, bank, currency, floorMinor, dailyLimitMinor, ...state] = row
  const [balanceMinor, spentOn, spentMinor, version] = state
  const fixed = { id, number, bank, currency, floorMinor, dailyLimitMinor }
  return [tenant, { ...fixed, balanceMinor, spentOn, spentMinor, version }]
}
