import { createClearingWindows } from '../../system/modules/banks/windows.ts'
import { createReviewRules } from '../../system/modules/compliance/rules.ts'
import { convertMinor } from '../../system/modules/fx/convert.ts'
import type { CreditTransfer } from '../../system/modules/messages/credit-transfer.ts'
import { composeMt103 } from '../../system/modules/messages/mt103.ts'
import { composePacs008 } from '../../system/modules/messages/pacs008.ts'
import { transferNumber } from '../../system/modules/messages/random-transfers.ts'
import { Accounts } from '../../system/modules/payments/accounts.ts'
import { BankDays } from '../../system/modules/payments/bank-days.ts'
import { decide } from '../../system/modules/payments/decision.ts'
import type { Decidable } from '../../system/modules/payments/decision.ts'
import { anAccount, someRules } from '../../system/modules/payments/fixtures.ts'
import type { PaymentRules } from '../../system/modules/payments/needs.ts'
import type { Currency, PaymentKind } from '../../system/modules/payments/schemas.ts'
import { poolOf } from '../../system/modules/payments/terms.ts'
import { medianOf } from '../../perf/measuring/kinds/summaries.ts'

/**
 * What each rule costs the API's process, with the system's own code and nothing round it: batches
 * of orders are decided with and without it, in turns, so that both see the same machine.
 */
export interface RuleCosts {
  /** Microseconds per payment, medians over rounds. */
  readonly usOf: Readonly<Record<string, number>>
  readonly paymentsPerRound: number
}

const nowMs = Date.parse('2026-01-07T09:00:00Z')
const day = '2026-01-07'
const tenant = 'interbank'
const banks = ['ENBXAEADXXX', 'LUMIILITXXX', 'HABBPKKKXXX', 'SBININBBXXX'] as const
const held = ['AED', 'EUR'] as const
const accountCount = 1_000
const batchSize = 100
const batchesPerRound = 20
const warmUpRounds = 20

/** The usual limits of a review, none of which these orders reach. */
const policy = {
  amountUsdMinor: 4_500_000_000,
  newPairUsdMinor: 3_500_000_000,
  velocityMax: Number.MAX_SAFE_INTEGER,
  velocityWindowMs: 60_000,
}

const nameOf = (index: number): string => `ACC-${String(index).padStart(6, '0')}`
const currencyOf = (index: number): Currency => held[index % held.length] ?? 'AED'

/** @param rounds of which the median is taken */
export function measureRuleCosts(rounds: number): RuleCosts {
  const variants = Object.entries(decisions())
  const samples = new Map(variants.map(([name]) => [name, [] as number[]]))
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const [name, prepare] of round % 2 === 0 ? variants : variants.toReversed()) {
      const us = timePerPayment(prepare(round))
      if (round >= 0) samples.get(name)?.push(us)
    }
  }
  const usOf = Object.fromEntries(
    [...samples].map(([name, values]) => [name, medianOf(name, values)]),
  )
  return { usOf, paymentsPerRound: batchSize * batchesPerRound }
}

/** Work on so many payments, ready to be timed. */
interface Round {
  readonly payments: number
  readonly work: () => void
}

function timePerPayment({ payments, work }: Round): number {
  const startedMs = performance.now()
  work()
  return ((performance.now() - startedMs) * 1_000) / payments
}

function decisions(): Readonly<Record<string, (round: number) => Round>> {
  const free = { convert: () => ({ creditedMinor: 100, remainder: 0 }) }
  const windows = createClearingWindows()
  const review = createReviewRules(policy)
  const all = { windows, review, convert: convertMinor }
  return {
    transfer: deciding('transfer', 0, free),
    'no rule': deciding('payment', 0, free),
    windows: deciding('payment', 0, { ...free, windows }),
    review: deciding('payment', 0, { ...free, review }),
    dollars: deciding('payment', 0, { convert: convertMinor }),
    'all rules': deciding('payment', 0, all),
    'all rules, two currencies': deciding('payment', 1, all),
    mt103: composing(composeMt103),
    pacs008: composing(composePacs008),
  }
}

/** @param step 0 pays within a currency, 1 into the other */
function deciding(
  kind: PaymentKind,
  step: 0 | 1,
  rules: Partial<PaymentRules>,
): (round: number) => Round {
  const memory = { accounts: manyAccounts(), bankDays: new BankDays({ dailyLimitUsdMinor }) }
  memory.bankDays.missing([], day)
  const circumstances = { memory, rules: someRules(rules), nowMs, day }
  return (round) => {
    const batches = Array.from({ length: batchesPerRound }, (_, batch) =>
      orders(kind, step, (round + warmUpRounds) * batchesPerRound + batch),
    )
    const work = (): void => batches.forEach((batch) => decide(batch, circumstances))
    return { payments: batchSize * batchesPerRound, work }
  }
}

const dailyLimitUsdMinor = (): number => Number.MAX_SAFE_INTEGER

function manyAccounts(): Accounts {
  const accounts = new Accounts()
  const rich = { balanceMinor: 1e13, dailyLimitMinor: 1e14 }
  for (let index = 0; index < accountCount; index += 1) {
    const bank = banks[(index >> 1) % banks.length] ?? banks[0]
    const place = { id: index, number: nameOf(index), bank, currency: currencyOf(index) }
    accounts.put(tenant, anAccount({ ...rich, ...place }))
  }
  held.forEach((currency, index) => {
    const pool = { id: accountCount + index, number: poolOf(currency), currency, internal: true }
    accounts.put(tenant, anAccount({ ...rich, ...pool, bank: 'GATEWAY' }))
  })
  return accounts
}

function orders(kind: PaymentKind, step: 0 | 1, batch: number): readonly Decidable[] {
  return Array.from({ length: batchSize }, (_, index): Decidable => {
    const debtor = (batch * 37 + index * 7) % accountCount
    const creditor = (debtor + 24 + step) % accountCount
    const amountMinor = 1_000 + ((batch * batchSize + index) % 500_000)
    const parties = { debtorAccount: nameOf(debtor), creditorAccount: nameOf(creditor) }
    return { tenant, kind, order: { ...parties, amountMinor, currency: currencyOf(debtor) } }
  })
}

function composing(compose: (transfer: CreditTransfer) => string): () => Round {
  const transfers = Array.from({ length: batchSize }, (_, index) => transferNumber(index))
  const work = (): void => transfers.forEach((transfer) => compose(transfer))
  return () => ({ payments: batchSize, work })
}
