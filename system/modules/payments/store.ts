import { plainArray, textArray } from '../../platform/postgres/arrays.ts'
import type { Database, Queryable } from '../../platform/postgres/database.ts'
import type { OutboxRow } from '../../platform/outbox/outbox-row.ts'
import { toAccount } from './account-row.ts'
import type { AccountRow } from './account-row.ts'
import type { Account, AccountKey } from './accounts.ts'
import type { StoredBankDay } from './bank-days.ts'
import { effectColumns, entryColumns, paymentColumns, publishedRows } from './batch-columns.ts'
import type { Changes } from './changes.ts'
import type { Decidable, Decided } from './decision.ts'
import { fromRow } from './payment-row.ts'
import type { PaymentRow } from './payment-row.ts'
import type { Payment } from './schemas.ts'
import * as statements from './statements.ts'

/** A decided payment as it is stored and answered. */
export interface PaymentRecord extends Decided<Decidable & { readonly key: string }> {
  readonly payment: Payment
}

/** What goes with the payments of every statement of the lane. */
export interface BatchEffects {
  readonly changes: Changes
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

export interface BatchRecord extends BatchEffects {
  readonly records: readonly PaymentRecord[]
}

export interface StoredPayment {
  readonly tenant: string
  readonly key: string
  readonly payment: Payment
}

/**
 * Everything payments say to the database. Parameters are columns, because statements work on sets.
 */
export class PaymentStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** On the single writer's connection. @returns the outbox rows that now have to be published */
  async record(connection: Queryable, batch: BatchRecord): Promise<readonly OutboxRow[]> {
    const rows = await connection.queryArrays<[number, string]>(statements.recordBatch, [
      ...effectColumns(batch),
      ...paymentColumns(batch.records),
      ...entryColumns(batch.records),
    ])
    return publishedRows(batch, rows)
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

  /**
   * What accounts, by id, have sent on a day before their latest; those that sent nothing are not
   * among it.
   */
  async spentOnDay(ids: readonly number[], day: string): Promise<ReadonlyMap<number, number>> {
    return new Map(
      await this.#database.queryArrays<[number, number]>(statements.findAccountDays, [
        plainArray(ids),
        day,
      ]),
    )
  }

  /** What banks have sent on that day; those that have sent nothing are not among it. */
  async bankDays(tenants: readonly string[], day: string): Promise<readonly StoredBankDay[]> {
    const rows = await this.#database.queryArrays<[string, string, number, number]>(
      statements.findBankDays,
      [textArray(tenants), day],
    )
    return rows.map(([tenant, bank, spentUsdMinor, version]) => ({
      tenant,
      bank,
      spentUsdMinor,
      version,
    }))
  }

  /** On the single writer's connection. */
  async findByKeys(
    connection: Queryable,
    keys: readonly { readonly tenant: string; readonly key: string }[],
  ): Promise<readonly StoredPayment[]> {
    const rows = await connection.query<PaymentRow>(statements.findByKeys, [
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
