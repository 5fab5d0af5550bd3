import { eventually } from '../../system/testing/eventually.ts'
import type { SystemUnderTest } from '../../system/testing/system-process.ts'
import type { RetryingLoad } from './retrying-load.ts'

/** Something that is taken away, and given back by whoever supervises it. */
export interface Fault {
  /** Resolves when it is gone. */
  readonly strike: () => Promise<void>
  /** Nothing, where what was struck helps itself. */
  readonly giveBack: () => Promise<void>
}

/** How long after a fault something held again, in milliseconds. */
export interface Recovery {
  /** A payment that was asked for after the fault was acknowledged. */
  readonly payingMs: number
  /**
   * All dependencies answer, and what was stored by then is published and counted in the totals.
   */
  readonly wholeMs: number
}

const limitMs = 60_000

/** Strikes, gives back, and waits until the system has recovered from it by itself. */
export async function recoveryFrom(
  fault: Fault,
  system: SystemUnderTest,
  load: RetryingLoad,
): Promise<Recovery> {
  const struckAtMs = performance.now()
  await fault.strike()
  let payingMs: number | undefined
  void load.acknowledgedAfter(performance.now()).then((atMs) => (payingMs = atMs - struckAtMs))
  await fault.giveBack()
  await eventually('paying again', async () => payingMs, limitMs)
  await eventually('being ready again', async () => isReady(system), limitMs)
  const stored = await settledPayments(system)
  await eventually('being whole again', async () => hasCounted(system, stored), limitMs)
  return { payingMs: payingMs ?? Number.NaN, wholeMs: performance.now() - struckAtMs }
}

async function isReady(system: SystemUnderTest): Promise<true | undefined> {
  const answer = await system.request('/health/ready').catch(() => undefined)
  return answer?.status === 200 ? true : undefined
}

/** After a load: while it went on, its new payments passed for any that were never counted. */
export async function untilCountedOnce(system: SystemUnderTest): Promise<void> {
  const stored = await settledPayments(system)
  let counted = 0
  const isReached = async () => {
    counted = await countedPayments(system)
    return counted >= stored ? true : undefined
  }
  const reached = eventually(`counting ${stored} payments`, isReached, limitMs)
  const cause = await reached.then(() => undefined).catch((error: unknown) => error)
  if (counted !== stored) {
    throw new Error(`expected ${stored} payments counted once each, got ${counted}`, { cause })
  }
}

async function settledPayments(system: SystemUnderTest): Promise<number> {
  const [row] = await system.rows<{ payments: string }>(
    `select count(*) as payments from payment where status = 'settled' and kind = 'payment'`,
  )
  return Number(row?.payments)
}

async function countedPayments(system: SystemUnderTest): Promise<number> {
  const answer = await system.request('/api/v1/metrics/realtime').catch(() => undefined)
  return Number(answer?.json['settled_today'] ?? 0)
}

async function hasCounted(system: SystemUnderTest, payments: number): Promise<true | undefined> {
  return (await countedPayments(system)) >= payments ? true : undefined
}
