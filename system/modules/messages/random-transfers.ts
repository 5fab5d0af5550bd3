import type { CreditTransfer, Party } from './credit-transfer.ts'

/** Credit transfers for tests: a pure function of their number, and as odd as what people type. */
export const gatewayCurrencies = ['USD', 'AED', 'ILS', 'PKR', 'INR', 'EUR', 'GBP', 'SAR'] as const

export const gatewayBanks = [
  { bic: 'ENBXAEADXXX', name: 'Emirates National Bank', country: 'AE', timeZone: 'Asia/Dubai' },
  { bic: 'LUMIILITXXX', name: 'Bank Leumi', country: 'IL', timeZone: 'Asia/Jerusalem' },
  { bic: 'HABBPKKKXXX', name: 'Habib Bank', country: 'PK', timeZone: 'Asia/Karachi' },
  { bic: 'SBININBBXXX', name: 'State Bank of India', country: 'IN', timeZone: 'Asia/Kolkata' },
] as const

const oddTexts = [
  '',
  ' ',
  '-',
  ':20:FORGED',
  '-}{1:',
  '--------------------------------------------------------------------------------',
  ':::::::::::::::::::::::::::::::::::::-:-:-:-:-:-',
  'Müller & Søn GmbH "Straße" – №5 €1.000,50',
  'מזומנים לספק',
  'دفعة للمورد رقم ٧',
  'भुगतान चालान',
  '支付发票 4711',
  '👩‍👩‍👧 family 🏦',
  '<Ustrd>]]>&amp;</Ustrd>',
  "O'Brien /INV/4711//2026 (net) + 5%",
  'x'.repeat(140),
  'ß'.repeat(140),
  'ﬃ'.repeat(140),
  'word '.repeat(28),
  'a\u00a0b\u2028c\u00add',
  'ends with a slash/',
] as const

/** A generator of whole numbers below a bound, after Marsaglia's xorshift32. */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed === 0 ? 1 : seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

export function transferNumber(seed: number): CreditTransfer {
  const below = numbersFrom(seed * 7_919 + 1)
  const pick = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value
  const oddText = (): string => (below(3) === 0 ? randomText(below) : pick(oddTexts))
  const party = (): Party => ({
    name: oddText(),
    account: `ACC-${'0'.repeat(below(25))}${below(1_000_000)}`,
    bank: pick(gatewayBanks),
  })
  const debited = {
    amountMinor: 1 + below(2 ** 31) * (1 + below(4_000)),
    currency: pick(gatewayCurrencies),
  }
  const converted = below(2) === 0
  return {
    paymentId: `01900000-0000-7000-8000-${String(seed).padStart(12, '0')}`,
    settledAtMs: Date.UTC(2026, 0, 1) + below(2 ** 31) * 10,
    debited,
    credited: converted
      ? {
          amountMinor: Math.max(1, Math.floor((debited.amountMinor * (1 + below(999))) / 1_000)),
          currency: pick(gatewayCurrencies),
        }
      : debited,
    debtor: party(),
    creditor: party(),
    reference: below(5) === 0 ? undefined : oddText(),
  }
}

/** Any characters that a reference may hold, up to the longest that it may be. */
function randomText(below: (bound: number) => number): string {
  return Array.from({ length: below(141) }, () => {
    const wide = below(4) === 0
    return String.fromCharCode(wide ? 0xa0 + below(0xd7ff - 0xa0) : 0x20 + below(0x5f))
  }).join('')
}
