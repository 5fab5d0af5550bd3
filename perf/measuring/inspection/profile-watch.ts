import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { PostgresWaits, type WaitSample } from '../../probes/postgres-waits.ts'
import { parsePrometheus, type PrometheusSample } from '../../probes/prometheus-text.ts'
import { target } from '../../target/contract.ts'
import { connectAdmin } from '../../target/databases.ts'
import type { Station } from '../generation/pair.ts'
import { busyBetween, readBusy } from './profile-busy.ts'
import type { Workbench } from '../workbench.ts'

/** What was seen from outside while one arm was under load. */
export interface Watched {
  readonly postgres: readonly WaitSample[]
  /** Scrapes of the system's own metrics; empty where it has none. */
  readonly scrapes: readonly (readonly PrometheusSample[])[]
  /** 0 to 1, each of its own capacity. */
  readonly busy: Readonly<Record<string, number>>
}

const waitsEveryMs = 20
/** A scrape costs the system some milliseconds, in both arms alike. */
const scrapeEveryMs = 400
const waitsMost = 50

/** Watches while `work` goes on. */
export async function watchDuring<T>(
  bench: Workbench,
  station: Station,
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly watched: Watched }> {
  const admin = await connectAdmin(bench.session.services.postgresAdminUrl)
  const ending = new AbortController()
  const waits = new PostgresWaits()
  const scrapes: PrometheusSample[][] = []
  const watching = Promise.all([
    every(waitsEveryMs, ending.signal, () => waits.read(admin, station.database)),
    every(scrapeEveryMs, ending.signal, async () => {
      const answer = await station.system.client.get(target.healthPath.metrics)
      if (answer.status === 200) scrapes.push(parsePrometheus(String(answer.body)))
    }),
  ])
  try {
    const before = await readBusy(bench)
    const value = await work()
    const busy = busyBetween(before, await readBusy(bench), availableParallelism())
    return { value, watched: { postgres: waits.samples(waitsMost), scrapes, busy } }
  } finally {
    ending.abort()
    await watching
    await admin.end()
  }
}

/** A reading that fails is a reading less: whoever works notices what is wrong, and says so. */
async function every(ms: number, ending: AbortSignal, read: () => Promise<void>): Promise<void> {
  while (!ending.aborted) {
    await read().catch(() => undefined)
    await sleep(ms, undefined, { signal: ending }).catch(() => undefined)
  }
}
