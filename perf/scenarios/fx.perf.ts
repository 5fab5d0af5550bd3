import type { Journey } from '../load/journey.ts'
import { payAndRead, type Paying } from './pay-and-read.ts'
import { scenario } from './scenario.ts'

/**
 * Payments between currencies (R3.7): look at the rates, ask what an amount comes to, pay it, read
 * the payment back. All pairs of the eight currencies and of the four banks; amounts are retail
 * (R3.26), so that pools stay within their thresholds and every payment settles.
 */
interface ExchangeState extends Paying {
  readonly from: Currency
  readonly to: Currency
  readonly debtorAccount: string
  readonly creditorAccount: string
  readonly amountMinor: number
}

/** As the seed has them; a rough price in cents of a dollar makes amounts alike. */
const currencies = [
  { code: 'USD', centsPerUnit: 100 },
  { code: 'AED', centsPerUnit: 27.2 },
  { code: 'ILS', centsPerUnit: 27 },
  { code: 'PKR', centsPerUnit: 0.36 },
  { code: 'INR', centsPerUnit: 1.2 },
  { code: 'EUR', centsPerUnit: 108 },
  { code: 'GBP', centsPerUnit: 127 },
  { code: 'SAR', centsPerUnit: 26.7 },
] as const
type Currency = (typeof currencies)[number]

/** Accounts of every bank with every currency: 32 by 32, banks fastest. */
const firstAccount = 1_001
const banks = 4
const blockSize = banks * currencies.length
const blocks = 50

/** R3.26: retail payments are 10 to 5,000 dollars. */
const usdMinorRange = { low: 1_000, high: 500_000 } as const

const accountName = (currency: number, bank: number, block: number): string => {
  const index = firstAccount + bank + banks * currency + blockSize * block
  return `ACC-${String(index).padStart(6, '0')}`
}

const currencyAt = (index: number): Currency => currencies[index] ?? currencies[0]

const journey: Journey<ExchangeState> = {
  name: 'fx',
  start(random, sequence) {
    const last = currencies.length - 1
    const from = random.integer(0, last)
    const to = (from + random.integer(1, last)) % currencies.length
    const account = (currency: number): string =>
      accountName(currency, random.integer(0, banks - 1), random.integer(0, blocks - 1))
    const usdMinor = random.integer(usdMinorRange.low, usdMinorRange.high)
    return {
      key: `fx-${sequence}`,
      from: currencyAt(from),
      to: currencyAt(to),
      debtorAccount: account(from),
      creditorAccount: account(to),
      amountMinor: Math.round((usdMinor * 100) / currencyAt(from).centsPerUnit),
      paymentId: undefined,
    }
  },
  steps: [
    { name: 'rates', method: 'GET', path: () => '/api/v1/fx/rates', expectStatus: [200] },
    {
      name: 'quote',
      method: 'GET',
      path: ({ from, to, amountMinor }) =>
        `/api/v1/fx/quote?from=${from.code}&to=${to.code}&amount_minor=${amountMinor}`,
      expectStatus: [200],
    },
    ...payAndRead<ExchangeState>(({ debtorAccount, creditorAccount, amountMinor, from }) => ({
      debtorAccount,
      creditorAccount,
      amountMinor,
      currency: from.code,
    })),
  ],
}

export default scenario({
  kind: 'journey',
  name: 'fx',
  title: 'Foreign exchange: rates, quote, pay across currencies, read back',
  journey: journey as unknown as Journey,
  open: { journeysPerSecond: 150, connections: 75 },
  closed: { connections: 32 },
  slices: { closedCount: 6, closedMs: 450, openCount: 4, openMs: 200 },
  warmUpJourneysMost: 800,
  counterJourneys: 100,
  operations: ['getFxRates', 'getFxQuote'],
  invariants: [
    'banks.accounts-known',
    'banks.windows-kept',
    'banks.released-at-an-opening',
    'banks.nothing-before-opening',
    'compliance.held-for-a-reason',
    'compliance.decided-or-waiting',
    'compliance.alerts-complete',
    'compliance.large-held-alike',
    'fx.history-complete',
    'fx.spikes-told',
    'liquidity.only-beyond-threshold',
    'liquidity.whenever-beyond-threshold',
    'liquidity.adds-up',
    'liquidity.two-sided',
    'liquidity.moved-once',
    'liquidity.funded-once',
    'payments.money-conserved',
    'payments.double-entry',
    'payments.balance-explained',
    'payments.balance-above-floor',
    'payments.exchange-exact',
    'payments.acknowledged-stored',
    'payments.keys-used-once',
    'payments.events-complete',
    'payments.events-published',
  ],
})
