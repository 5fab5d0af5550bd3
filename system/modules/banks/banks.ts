/**
 * The banks that take part. Days off are data, not law: the source says Sun-Thu for the Emirates.
 */
export interface Bank {
  readonly bic: string
  readonly name: string
  readonly country: string
  readonly city: string
  /** In whose local time the window is. */
  readonly timeZone: string
  readonly homeCurrency: string
  readonly tradedCurrencies: readonly string[]
  /** Sum of what its accounts may send in a day, in cents of a dollar. */
  readonly dailyLimitUsdMinor: number
  readonly window: ClearingHours
}

/** Local times `HH:MM`, the opening within and the closing without, on these days of the week. */
export interface ClearingHours {
  readonly opens: string
  readonly closes: string
  /** ISO: 1 is Monday, 7 is Sunday. */
  readonly weekdays: readonly number[]
}

const sundayToThursday = [7, 1, 2, 3, 4]
const mondayToFriday = [1, 2, 3, 4, 5]
const mondayToSaturday = [1, 2, 3, 4, 5, 6]

/** As migration 0020 has them in the tables `bank` and `bank_window`; a test compares the two. */
export const banks: readonly Bank[] = [
  {
    bic: 'ENBXAEADXXX',
    name: 'Emirates National Bank',
    country: 'AE',
    city: 'Dubai',
    timeZone: 'Asia/Dubai',
    homeCurrency: 'AED',
    tradedCurrencies: ['USD', 'EUR', 'SAR'],
    dailyLimitUsdMinor: 50_000_000_000,
    window: { opens: '08:00', closes: '16:00', weekdays: sundayToThursday },
  },
  {
    bic: 'LUMIILITXXX',
    name: 'Bank Leumi',
    country: 'IL',
    city: 'Jerusalem',
    timeZone: 'Asia/Jerusalem',
    homeCurrency: 'ILS',
    tradedCurrencies: ['USD', 'EUR', 'GBP'],
    dailyLimitUsdMinor: 30_000_000_000,
    window: { opens: '09:00', closes: '17:00', weekdays: sundayToThursday },
  },
  {
    bic: 'HABBPKKKXXX',
    name: 'Habib Bank',
    country: 'PK',
    city: 'Karachi',
    timeZone: 'Asia/Karachi',
    homeCurrency: 'PKR',
    tradedCurrencies: ['USD', 'AED', 'SAR'],
    dailyLimitUsdMinor: 20_000_000_000,
    window: { opens: '09:00', closes: '17:00', weekdays: mondayToFriday },
  },
  {
    bic: 'SBININBBXXX',
    name: 'State Bank of India',
    country: 'IN',
    city: 'Kolkata',
    timeZone: 'Asia/Kolkata',
    homeCurrency: 'INR',
    tradedCurrencies: ['USD', 'EUR', 'AED'],
    dailyLimitUsdMinor: 80_000_000_000,
    window: { opens: '10:00', closes: '18:00', weekdays: mondayToSaturday },
  },
]
