import pg from 'pg'
import type { Queryable } from '../../platform/postgres/database.ts'
import type { SingleWriter } from '../../platform/postgres/single-writer.ts'
import type { Account, Accounts } from './accounts.ts'
import { anAccount, anOrder, someRules } from './fixtures.ts'
import type { PaymentRules } from './needs.ts'
import { Settlement } from './settlement.ts'
import type { PendingOrder } from './settlement.ts'
import type { BatchRecord, PaymentStore, StoredPayment } from './store.ts'
import { Turns } from './turns.ts'

type Outcome = { stored: boolean; id: string } | { code: string }

export function databaseError(code: string): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError('refused', 0, 'error'), { code })
}

/** A store in memory that fails as it is told to, and remembers what was committed. */
class ScriptedStore {
  readonly committed: string[][] = []
  readonly attempted: string[][] = []
  accounts: Account[] = [anAccount(), anAccount({ id: 2, number: 'ACC-2' })]
  stored: StoredPayment[] = []
  fail: (batch: BatchRecord) => Error | undefined = () => undefined

  async record(_connection: Queryable, batch: BatchRecord): Promise<[]> {
    const keys = batch.records.map(({ item }) => item.key)
    this.attempted.push(keys)
    const failure = this.fail(batch)
    if (failure !== undefined) {
      throw failure
    }
    this.committed.push(keys)
    return []
  }

  async findAccounts(): Promise<[string, Account][]> {
    return this.accounts.map((account) => ['bank', { ...account }])
  }

  async bankDays(): Promise<[]> {
    return []
  }

  async findByKeys(
    _connection: object,
    keys: readonly { readonly tenant: string; readonly key: string }[],
  ): Promise<readonly StoredPayment[]> {
    return this.stored.filter(({ key }) => keys.some((wanted) => wanted.key === key))
  }
}

/** A settlement on that store, which tells what became of each order by its key. */
export function setUp(
  accounts?: Accounts,
  rules: Partial<PaymentRules> = {},
  answerLater?: (tell: () => void) => void,
) {
  const store = new ScriptedStore()
  const seen = { doubts: 0, lost: 0 }
  const reviews = { held: 0, doubted: 0 }
  const clock = { nowMs: Date.UTC(2026, 0, 2) }
  let sequence = 0
  const settlement = new Settlement({
    store: store as unknown as PaymentStore,
    writer: {
      connection: async () => ({}),
      lost: () => (seen.lost += 1),
    } as unknown as SingleWriter,
    outbox: { offer: () => undefined, doubt: () => (seen.doubts += 1) },
    newId: () => `id-${(sequence += 1)}`,
    now: () => clock.nowMs,
    rules: someRules(rules),
    queued: () => undefined,
    reviews: { held: () => (reviews.held += 1), doubt: () => (reviews.doubted += 1) },
    limits: { dailyLimitUsdMinor: () => 1_000_000 },
    turns: new Turns(),
    ...(accounts !== undefined && { accounts }),
    ...(answerLater !== undefined && { answerLater }),
  })
  const outcomes = new Map<string, Outcome>()
  const order = (key: string, amountMinor = 1): PendingOrder => ({
    tenant: 'bank',
    key,
    kind: 'payment',
    order: anOrder({ amountMinor }),
    recorded: (payment, stored) => outcomes.set(key, { stored, id: payment.id }),
    failed: (error) =>
      outcomes.set(key, { code: (error as { code?: string }).code ?? String(error) }),
  })
  return { store, settlement, outcomes, order, seen, reviews, clock }
}
