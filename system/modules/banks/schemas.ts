import { Type } from 'typebox'
import type { Static } from 'typebox'

const instant = (description: string) => Type.String({ description })
const usdMinor = (description: string) => Type.Integer({ minimum: 0, description })

const bankSchema = Type.Object(
  {
    bic: Type.String(),
    name: Type.String(),
    country: Type.String({ description: 'ISO 3166' }),
    city: Type.String(),
    timeZone: Type.String({ description: 'IANA' }),
    homeCurrency: Type.String(),
    tradedCurrencies: Type.Array(Type.String()),
    localTime: instant('ISO 8601 with the offset from UTC that holds there now'),
    open: Type.Boolean({ description: 'Whether it clears now' }),
    opensAt: instant('Next opening, ISO 8601, UTC'),
    closesAt: instant('Next closing, ISO 8601, UTC'),
    window: Type.Object({
      opens: Type.String({ description: 'Local time, the first minute within' }),
      closes: Type.String({ description: 'Local time, the first minute without' }),
      weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
        description: '1 is Monday, 7 is Sunday',
      }),
    }),
    dailyLimitUsdMinor: usdMinor('What its accounts may send in a UTC day, in cents of a dollar'),
    sentTodayUsdMinor: usdMinor('What they have sent today, of this tenant'),
    violations: Type.Integer({
      minimum: 0,
      description: 'Payments of this tenant, of today, UTC, accepted while it was closed',
    }),
  },
  { title: 'Bank' },
)
export type BankStatus = Static<typeof bankSchema>

export const banksSchema = Type.Object(
  { at: instant('What time it is to the system'), banks: Type.Array(bankSchema) },
  { title: 'Banks', description: 'The banks that take part, and which of them clear now' },
)
