import { Type } from 'typebox'
import type { Static } from 'typebox'
import { currencies } from './currencies.ts'

/**
 * Up to the largest payment. As text: where a query string is to have an integer, 1.5 would be
 * taken for 1.
 */
const amountPattern = '^([1-9][0-9]{0,12}|10000000000000)$'
export const pointsMost = 2_000

const currency = Type.Enum([...currencies])
const instant = Type.String({ format: 'date-time', description: 'ISO 8601' })
const snapshotId = Type.Integer({ description: 'Names the rates; payments keep it' })
const rateE9 = Type.Integer({ minimum: 1 })

export const ratesSchema = Type.Object(
  {
    snapshotId,
    at: instant,
    usdPerUnitE9: Type.Record(Type.String(), rateE9, {
      description: 'By currency: USD for one major unit, times 1e9',
    }),
    spiked: Type.Array(Type.String(), { description: 'Currencies that jumped at this tick' }),
  },
  { title: 'FxRates', description: 'The latest rates' },
)
export type RatesAnswer = Static<typeof ratesSchema>

export const historyQuery = Type.Object({
  pair: Type.String({
    pattern: `^(${currencies.join('|')}){2}$`,
    description: 'Base and quote currency: EURUSD is what one euro costs in dollars',
    examples: ['EURUSD'],
  }),
  from: Type.Optional(Type.String({ format: 'date-time', description: 'An hour before `to`' })),
  to: Type.Optional(Type.String({ format: 'date-time', description: 'Now; exclusive' })),
  points: Type.Integer({ default: 500, minimum: 1, maximum: pointsMost }),
})
export type HistoryQuery = Static<typeof historyQuery>

export const historySchema = Type.Object(
  {
    pair: Type.String(),
    from: instant,
    to: instant,
    items: Type.Array(
      Type.Object({
        snapshotId,
        at: instant,
        rateE9: Type.Integer({ description: 'Quote currency for one of the base, times 1e9' }),
        spiked: Type.Boolean({ description: 'One of the two jumped at this tick' }),
      }),
    ),
  },
  { title: 'FxHistory', description: 'In order of time, evenly picked when there are more' },
)
export type HistoryAnswer = Static<typeof historySchema>

export const quoteQuery = Type.Object({
  from: currency,
  to: currency,
  amount_minor: Type.String({ pattern: amountPattern, examples: ['2500'] }),
})
export type QuoteQuery = Static<typeof quoteQuery>

export const quoteSchema = Type.Object(
  {
    snapshotId,
    at: instant,
    from: Type.String(),
    to: Type.String(),
    amountMinor: Type.Integer(),
    creditedMinor: Type.Integer({ description: 'Whole minor units, rounded down' }),
    remainder: Type.Object(
      { numerator: Type.Integer({ minimum: 0 }), denominator: rateE9 },
      { description: 'What rounding left, in minor units of `to`: less than one' },
    ),
  },
  { title: 'FxQuote', description: 'What the amount would come to now; not binding' },
)
export type QuoteAnswer = Static<typeof quoteSchema>
