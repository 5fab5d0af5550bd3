import { Counter } from 'prom-client'
import type { Registry } from 'prom-client'
import type { Logger } from 'pino'
import type { ClearingWindows } from './windows.ts'

/** A payment that was accepted while one of its banks, or both, did not clear; it waits. */
export interface ClearingViolation {
  readonly debtorBank: string
  readonly creditorBank: string
  readonly atMs: number
  readonly releaseAtMs: number
}

export interface ClearingViolations {
  /** Called once it is durable. */
  note(violation: ClearingViolation): void
  /** Of all tenants, since the start of this process, by BIC of the bank that was closed. */
  counts(): Readonly<Record<string, number>>
}

/**
 * At night every payment is a violation: one line per bank and this time, with how many there were.
 */
const logIntervalMs = 10_000

interface Tally {
  count: number
  logged: number
  nextLogMs: number
}

export function createClearingViolations(
  windows: Pick<ClearingWindows, 'isOpen'>,
  registry: Registry,
  log: Pick<Logger, 'warn'>,
  monotonicMs: () => number = () => performance.now(),
): ClearingViolations {
  const tallies = new Map<string, Tally>()
  const counts = (): Record<string, number> =>
    Object.fromEntries([...tallies].map(([bank, { count }]) => [bank, count]))
  const add = (bank: string, { releaseAtMs }: ClearingViolation): void => {
    const tally = tallies.get(bank) ?? { count: 0, logged: 0, nextLogMs: 0 }
    tallies.set(bank, tally)
    tally.count += 1
    const nowMs = monotonicMs()
    if (nowMs < tally.nextLogMs) return
    const payments = tally.count - tally.logged
    const releaseAt = new Date(releaseAtMs).toISOString()
    log.warn({ bank, payments, releaseAt }, 'payments outside a clearing window')
    tally.logged = tally.count
    tally.nextLogMs = nowMs + logIntervalMs
  }
  new Counter({
    name: 'clearing_violations_total',
    help: 'Payments accepted while a bank of theirs did not clear, by that bank',
    labelNames: ['bank'] as const,
    registers: [registry],
    collect() {
      this.reset()
      for (const [bank, count] of Object.entries(counts())) {
        this.inc({ bank }, count)
      }
    },
  })
  return {
    counts,
    note(violation) {
      const { debtorBank, creditorBank, atMs } = violation
      for (const bank of new Set([debtorBank, creditorBank])) {
        if (!windows.isOpen(bank, atMs)) add(bank, violation)
      }
    },
  }
}
