const bankLetters = 4

/** The account that a bank settles a currency on: SETTLE-ENBX-AED. */
export function settlementAccount(bic: string, currency: string): string {
  return `SETTLE-${bic.slice(0, bankLetters)}-${currency}`
}
