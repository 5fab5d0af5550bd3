import type { Journey } from '../load/journey.ts'
import { payAndRead, type Paying } from './pay-and-read.ts'
import { scenario } from './scenario.ts'

/**
 * The core of the gateway (R3.21, R3.17): pay, read the payment back, list the latest. One payment
 * in twenty repeats the key and body of an earlier one, as clients do after a timeout, and must get
 * the same answer. A payment is therefore a pure function of its number.
 */
interface PaymentState extends Paying {
  readonly body: Payment
}

interface Payment {
  readonly debtorAccount: string
  readonly creditorAccount: string
  readonly amountMinor: number
  readonly currency: string
  readonly reference: string
}

/**
 * Blocks of the seeded accounts, by currency; the last ten accounts have low limits and are not
 * used.
 */
const accountBlocks = [
  { currency: 'USD', first: 1, last: 400 },
  { currency: 'AED', first: 401, last: 600 },
  { currency: 'ILS', first: 601, last: 700 },
  { currency: 'PKR', first: 701, last: 800 },
  { currency: 'INR', first: 801, last: 900 },
  { currency: 'EUR', first: 901, last: 990 },
] as const

const accountName = (index: number) => `ACC-${String(index).padStart(6, '0')}`

/** R3.26: retail payments are 10 to 5,000 of the currency. */
const amountMinorRange = { low: 1_000, high: 500_000 } as const

/**
 * A 32-bit mix of a number, one for each `salt`. After murmur3's `fmix32`, without its first shift.
 */
function mix(number: number, salt: number): number {
  let hash = Math.imul(number ^ salt, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

function paymentNumber(number: number): Payment {
  const block = accountBlocks[mix(number, 1) % accountBlocks.length] ?? accountBlocks[0]
  const size = block.last - block.first + 1
  const debtor = mix(number, 2) % size
  const creditor = (debtor + 1 + (mix(number, 3) % (size - 1))) % size
  const { low, high } = amountMinorRange
  return {
    debtorAccount: accountName(block.first + debtor),
    creditorAccount: accountName(block.first + creditor),
    amountMinor: low + (mix(number, 4) % (high - low + 1)),
    currency: block.currency,
    reference: `invoice ${number}`,
  }
}

const replayShare = 0.05
const replayDistanceMost = 200

const journey: Journey<PaymentState> = {
  name: 'payments',
  start(random, sequence) {
    const replays = random.next() < replayShare
    const number = replays
      ? Math.max(0, sequence - random.integer(1, replayDistanceMost))
      : sequence
    return { key: `perf-${number}`, body: paymentNumber(number), paymentId: undefined }
  },
  steps: [
    ...payAndRead<PaymentState>(({ body }) => body),
    {
      name: 'list',
      method: 'GET',
      path: () => '/api/v1/payments?page=1&page_size=20',
      expectStatus: [200],
    },
  ],
}

export default scenario({
  kind: 'journey',
  name: 'payments',
  title: 'Payments: pay, read back, list',
  journey: journey as unknown as Journey,
  open: { journeysPerSecond: 250, connections: 125 },
  closed: { connections: 32 },
  slices: { closedCount: 6, closedMs: 450, openCount: 4, openMs: 160 },
  warmUpJourneysMost: 800,
  counterJourneys: 100,
  // R3.32, stated for a request at 3,000/s; for all three of a journey at this rate it has to hold,
  // too.
  objectives: [{ metric: 'latencyMsP99', compare: 'at most', limit: 500, atPerSecond: null }],
  invariants: [
    'payments.money-conserved',
    'payments.double-entry',
    'payments.balance-explained',
    'payments.balance-above-floor',
    'payments.no-entries-without-settlement',
    'payments.amounts-sane',
    'payments.no-floats',
    'payments.daily-limit-kept',
    'payments.bank-limit-kept',
    'payments.exchange-exact',
    'payments.released-in-window',
    'payments.acknowledged-stored',
    'payments.keys-used-once',
    'payments.events-complete',
    'payments.events-published',
  ],
})
