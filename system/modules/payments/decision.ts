import { DomainError } from '../../platform/errors.ts'
import type { Account, Accounts } from './accounts.ts'
import type { BankDays } from './bank-days.ts'
import { addSpent, ChangeSet } from './changes.ts'
import type { Changes } from './changes.ts'
import { accountUnknown } from './errors.ts'
import { findAmountFault, findFault } from './fault.ts'
import type { FxSnapshot, PaymentRules } from './needs.ts'
import type { PaymentKind, PaymentOrder, Rejection } from './schemas.ts'
import { poolOf, termsOf } from './terms.ts'
import type { Terms } from './terms.ts'

/**
 * What is to become of a batch, decided in memory and in order; nothing outside is touched. Orders
 * that cannot be payments are refused, and so are, for now, those that lack a rate or a review. The
 * others are held – for review, or until both banks clear – or else settled or rejected, and what
 * the settled do to accounts and banks is added up.
 */
export interface Decision<Item> {
  readonly decided: readonly Decided<Item>[]
  readonly refused: readonly { readonly item: Item; readonly error: DomainError }[]
  readonly changes: Changes
}

export interface Decided<Item> {
  readonly item: Item
  readonly debtor: Account
  readonly creditor: Account
  readonly terms: Terms
  /** Between two currencies only: the accounts that stand in the middle. */
  readonly pools: Pools | undefined
  readonly outcome: Outcome
}

export interface Pools {
  readonly debtor: Account
  readonly creditor: Account
}

export type Outcome =
  | { readonly status: 'settled' }
  | { readonly status: 'rejected'; readonly rejection: Rejection }
  | { readonly status: 'queued'; readonly releaseAtMs: number }
  | { readonly status: 'in-review'; readonly reasons: readonly string[] }

export interface Decidable {
  readonly tenant: string
  readonly kind: PaymentKind
  readonly order: PaymentOrder
  /** Of a payment that was held until now. It is not reviewed again. */
  readonly held?: Held
  /**
   * The rules count what they see, so an order that is decided again is not shown to them again.
   */
  reasons?: readonly string[]
}

export interface Held {
  readonly as: 'queued' | 'in-review'
  /** Fixed when it was accepted. */
  readonly terms: Terms
}

/** What a batch is decided with. */
export interface Circumstances {
  readonly memory: { readonly accounts: Accounts; readonly bankDays: BankDays }
  readonly rules: PaymentRules
  readonly nowMs: number
  /** The UTC day, ISO, against which daily limits count. */
  readonly day: string
}

const settled: Outcome = { status: 'settled' }

/** Rates are asked for where an order needs them, and are the same for a whole batch. */
export function decide<Item extends Decidable>(
  items: readonly Item[],
  circumstances: Circumstances,
): Decision<Item> {
  let snapshot: FxSnapshot | undefined
  const rates = (): FxSnapshot => (snapshot ??= circumstances.rules.quotes.current())
  const decided: Decided<Item>[] = []
  const refused: { item: Item; error: DomainError }[] = []
  const changes = new ChangeSet()
  for (const item of items) {
    const one = decideOne(item, circumstances, rates, changes)
    if (one instanceof DomainError) {
      refused.push({ item, error: one })
    } else {
      decided.push(one)
    }
  }
  return { decided, refused, changes }
}

export type Candidate<Item> = Omit<Decided<Item>, 'outcome'>

/** @returns why there can be no such payment, or none for now; nothing is changed then */
function decideOne<Item extends Decidable>(
  item: Item,
  circumstances: Circumstances,
  rates: () => FxSnapshot,
  changes: ChangeSet,
): Decided<Item> | DomainError {
  try {
    const candidate = compose(item, circumstances, rates, changes)
    if (candidate instanceof DomainError) {
      return candidate
    }
    const outcome = hold(candidate, circumstances) ?? settle(candidate, circumstances, changes)
    return { ...candidate, outcome }
  } catch (error) {
    if (error instanceof DomainError) {
      return error
    }
    throw error
  }
}

/** @returns why not, where there can be no such payment */
function compose<Item extends Decidable>(
  item: Item,
  { memory: { accounts }, rules }: Circumstances,
  rates: () => FxSnapshot,
  changes: ChangeSet,
): Candidate<Item> | DomainError {
  const { order, tenant } = item
  const debtor = accounts.get(tenant, order.debtorAccount)
  const creditor = accounts.get(tenant, order.creditorAccount)
  if (debtor === undefined || creditor === undefined) {
    return accountUnknown(debtor === undefined ? order.debtorAccount : order.creditorAccount)
  }
  const fault = findFault(item, debtor, creditor)
  if (fault !== undefined) {
    return fault
  }
  const terms =
    item.held?.terms ??
    termsOf(order.amountMinor, order.currency, creditor.currency, rates, rules.convert)
  const pools = terms.exchange && poolsOf(accounts, tenant, debtor, creditor)
  const candidate = { item, debtor, creditor, terms, pools }
  return findAmountFault(candidate, changes) ?? candidate
}

/** @throws RangeError without them: they are seeded with the tenant */
function poolsOf(accounts: Accounts, tenant: string, debtor: Account, creditor: Account): Pools {
  const [from, to] = [debtor, creditor].map(({ currency }) => {
    const pool = accounts.get(tenant, poolOf(currency))
    if (pool === undefined) {
      throw new RangeError(`tenant ${tenant} has no account ${poolOf(currency)}, expected one`)
    }
    return pool
  })
  return { debtor: from ?? debtor, creditor: to ?? creditor }
}

function hold(
  { item, debtor, creditor, terms }: Candidate<Decidable>,
  { rules, nowMs }: Circumstances,
): Outcome | undefined {
  if (item.kind === 'transfer') {
    return undefined
  }
  if (item.held === undefined) {
    const { order, tenant } = item
    item.reasons ??= rules.review.review({
      tenant,
      debtorAccount: order.debtorAccount,
      creditorAccount: order.creditorAccount,
      debtorBank: debtor.bank,
      creditorBank: creditor.bank,
      currency: order.currency,
      creditorCurrency: creditor.currency,
      amountMinor: order.amountMinor,
      usdMinor: terms.usdMinor,
      reference: order.reference,
      atMs: nowMs,
    })
    if (item.reasons.length > 0) {
      return { status: 'in-review', reasons: item.reasons }
    }
  }
  const releaseAtMs = rules.windows.opensForBoth(debtor.bank, creditor.bank, nowMs)
  return releaseAtMs > nowMs ? { status: 'queued', releaseAtMs } : undefined
}

function settle(
  candidate: Candidate<Decidable>,
  circumstances: Circumstances,
  changes: ChangeSet,
): Outcome {
  const rejection = reject(candidate, circumstances, changes)
  if (rejection !== undefined) {
    return { status: 'rejected', rejection }
  }
  const { item, debtor, creditor, terms, pools } = candidate
  const { amountMinor } = item.order
  const creditedMinor = terms.exchange?.creditedMinor ?? amountMinor
  const spent = changes.move(debtor, -amountMinor)
  changes.move(creditor, creditedMinor)
  if (pools !== undefined) {
    changes.move(pools.debtor, amountMinor)
    changes.move(pools.creditor, -creditedMinor)
  }
  if (item.kind === 'payment') {
    spent.spentMinor += amountMinor
    changes.spend(circumstances.memory.bankDays.get(item.tenant, debtor.bank), terms.usdMinor)
  }
  return settled
}

function reject(
  { item, debtor, terms, pools }: Candidate<Decidable>,
  { memory: { bankDays }, day }: Circumstances,
  changes: ChangeSet,
): Rejection | undefined {
  const { amountMinor } = item.order
  if (changes.balanceOf(debtor) - amountMinor < debtor.floorMinor) {
    return 'insufficient-funds'
  }
  if (item.kind === 'transfer') {
    return undefined
  }
  if (changes.spentBy(debtor, day) + amountMinor > debtor.dailyLimitMinor) {
    return 'daily-limit-exceeded'
  }
  const creditedMinor = terms.exchange?.creditedMinor ?? 0
  if (pools && changes.balanceOf(pools.creditor) - creditedMinor < pools.creditor.floorMinor) {
    return 'insufficient-liquidity'
  }
  const bankDay = bankDays.get(item.tenant, debtor.bank)
  return changes.sentBy(bankDay) + terms.usdMinor > bankDay.limitUsdMinor
    ? 'bank-limit-exceeded'
    : undefined
}

/** After the statement that carried the decision has been committed. */
export function apply({ accounts, banks }: Changes, day: string): void {
  for (const [account, change] of accounts) {
    addSpent(account, day, change.spentMinor)
    account.balanceMinor += change.deltaMinor
    account.version += 1
  }
  for (const [bankDay, usdMinor] of banks) {
    bankDay.spentUsdMinor += usdMinor
    bankDay.version += 1
  }
}
