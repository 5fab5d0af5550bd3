import type { Journey, JourneyAnswer } from '../../load/journey.ts'
import { seededRandom } from '../../load/random.ts'
import {
  drawPayment,
  mixBanks,
  type MixedPayment,
  patternWeights,
  typeWeights,
} from './payment-mix.ts'

/**
 * What a load of payments is made of: the source's mix over all banks and currencies. One step, so
 * that a rate is one of payments. One in twenty repeats the key and body of an earlier one, as
 * clients do after a timeout; a payment is therefore a pure function of the load's seed and its
 * number. Imported by the load generator's process, too.
 */
interface State {
  readonly key: string
  readonly payment: MixedPayment
  readonly body: Order
  readonly isRepeated: boolean
}

interface Order {
  readonly debtorAccount: string
  readonly creditorAccount: string
  readonly amountMinor: number
  readonly currency: string
  readonly reference: string
}

/** As they are seeded: after the first thousand every bank with every currency, banks fastest. */
const firstAccount = 1_001
const seededCurrencies = ['USD', 'AED', 'ILS', 'PKR', 'INR', 'EUR', 'GBP', 'SAR'] as const
const accountsOfEach = 50

/** `bank` is its place among the mix's, `which` is below fifty. */
export function accountNumber(bank: number, currency: string, which: number): string {
  const ofCurrency = (seededCurrencies as readonly string[]).indexOf(currency)
  const place = bank + mixBanks.length * (ofCurrency + seededCurrencies.length * which)
  return `ACC-${String(firstAccount + place).padStart(6, '0')}`
}

/**
 * Apart from the stream of the journey with the same number, which decides whether it repeats
 * another.
 */
const mixStream = 0x9a7
const replayShare = 0.05
const replayDistanceMost = 200

function numbered(
  seed: number,
  number: number,
): { readonly payment: MixedPayment; readonly body: Order } {
  const random = seededRandom(seed + mixStream, number)
  const payment = drawPayment(random)
  const { currency, creditorCurrency, amountMinor } = payment
  const debtor = random.integer(0, accountsOfEach - 1)
  // Never the same, also where both accounts are of one bank and currency.
  const creditor = (debtor + random.integer(1, accountsOfEach - 1)) % accountsOfEach
  const body = {
    debtorAccount: accountNumber(mixBanks.indexOf(payment.debtorBank), currency, debtor),
    creditorAccount: accountNumber(
      mixBanks.indexOf(payment.creditorBank),
      creditorCurrency,
      creditor,
    ),
    amountMinor,
    currency,
    reference: `load ${number}`,
  }
  return { payment, body }
}

interface Answered {
  readonly id?: string
  readonly status?: string
}

const answered = (answer: JourneyAnswer) => answer.body as Answered | undefined

/**
 * As `payments.acknowledged-stored` reads it: settled by the identifier alone, held by " held"
 * after it.
 */
export function acknowledgedLine(body: unknown): string | undefined {
  const { id, status } = (body ?? {}) as Answered
  if (id === undefined) return undefined
  return status === 'settled' ? id : `${id} held`
}

const journey: Journey<State> = {
  name: 'pay',
  start(random, sequence, seed) {
    const isRepeated = random.next() < replayShare
    const number = isRepeated
      ? Math.max(0, sequence - random.integer(1, replayDistanceMost))
      : sequence
    return { key: `load-${number}`, isRepeated, ...numbered(seed, number) }
  },
  tally({ payment, isRepeated }) {
    if (isRepeated) return undefined
    const { pattern, type, currency, amountMinor } = payment
    return { labels: [`pattern ${pattern}`, `type ${type}`], currency, amountMinor }
  },
  steps: [
    {
      name: 'pay',
      method: 'POST',
      path: () => '/api/v1/payments',
      headers: (state) => ({ 'idempotency-key': state.key }),
      body: (state) => state.body,
      // Held for its window or for a look is a promise kept, too.
      expectStatus: [201, 202],
      parseBody: true,
      receive: (_state, answer) => answered(answer)?.id !== undefined,
      acknowledges: (_state, answer) => acknowledgedLine(answer.body),
    },
  ],
}

export default {
  journey: journey as unknown as Journey,
  mixes: [
    { group: 'pattern', weights: patternWeights },
    { group: 'type', weights: typeWeights },
  ],
}
