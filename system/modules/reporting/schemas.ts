import { Type } from 'typebox'
import type { Static } from 'typebox'

const count = Type.Integer({ minimum: 0 })
const bank = Type.String({ description: 'BIC' })
const date = Type.String({ description: 'UTC day, ISO 8601' })
const volume = Type.Record(Type.String(), Type.String(), {
  description: 'By currency, in major units as decimal text',
})
const successRate = Type.Union([Type.Number(), Type.Null()], {
  description: 'Percent settled of those settled or rejected; null when there were none',
})

export const daysQuery = Type.Object({
  days: Type.Integer({ default: 7, minimum: 1, maximum: 92 }),
})

export const dailySchema = Type.Object(
  {
    days: Type.Array(
      Type.Object({
        date,
        recorded: count,
        settled: count,
        rejected: count,
        queued: count,
        inReview: count,
        successRate,
        volume,
      }),
      { description: 'Oldest first, today last; days without a payment are there, too' },
    ),
  },
  { title: 'DailyMetrics', description: 'Payments by the UTC day of their making' },
)
export type Daily = Static<typeof dailySchema>

const moved = Type.Object({ count, volume })

export const banksSchema = Type.Object(
  {
    date,
    banks: Type.Array(
      Type.Object({
        bank,
        sent: moved,
        received: moved,
        rejected: Type.Integer({ minimum: 0, description: 'Of those that it would have sent' }),
        successRate,
      }),
    ),
    flows: Type.Array(Type.Object({ from: bank, to: bank, count, volume }), {
      description: 'What settled, from the bank that pays to the bank that is paid',
    }),
  },
  { title: 'BankMetrics', description: 'Payments of today, UTC, by bank' },
)
export type Banks = Static<typeof banksSchema>
