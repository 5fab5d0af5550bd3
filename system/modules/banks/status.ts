import type { Bank } from './banks.ts'
import type { BankStatus } from './schemas.ts'
import type { ClearingWindows } from './windows.ts'

/** A bank as of an instant; what was sent and violated is the caller's to know. */
export function bankStatusAt(
  bank: Bank,
  windows: Pick<ClearingWindows, 'spanAt' | 'opensAt'>,
  atMs: number,
): Omit<BankStatus, 'sentTodayUsdMinor' | 'violations'> {
  const { window, tradedCurrencies, ...plain } = bank
  const { open, untilMs } = windows.spanAt(bank.bic, atMs)
  // The edge after the next: a closed bank closes when the span that begins with its opening ends.
  const opensAtMs = open ? windows.opensAt(bank.bic, untilMs) : untilMs
  const closesAtMs = open ? untilMs : windows.spanAt(bank.bic, untilMs).untilMs
  return {
    ...plain,
    tradedCurrencies: [...tradedCurrencies],
    window: { ...window, weekdays: [...window.weekdays] },
    localTime: localTime(atMs, bank.timeZone),
    open,
    opensAt: new Date(opensAtMs).toISOString(),
    closesAt: new Date(closesAtMs).toISOString(),
  }
}

function localTime(atMs: number, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone)
  return local.toString({ timeZoneName: 'never', fractionalSecondDigits: 0 })
}
