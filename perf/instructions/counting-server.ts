import { rmSync } from 'node:fs'
import { defaultCacheFolder } from '../environment/config.ts'
import {
  type Installation,
  installPostgres,
  type PostgresLaunch,
  servePostgres,
} from '../environment/embedded-postgres.ts'
import type { PostgresService } from '../environment/environment.ts'
import { onFreePorts } from '../lifecycle/free-port.ts'
import type { RunLedger } from '../lifecycle/run-ledger.ts'
import { backendsUnderCallgrind, makeDumpFolder } from './postgres-under-callgrind.ts'

/**
 * A Postgres of the instruction pass's own, from the embedded binaries whatever the run's services
 * are: filled at full speed, stopped, and started again on the same data under callgrind. Disposed,
 * it leaves no files: a run that is measured once more installs another by the same name.
 */
export interface CountingServer extends Disposable {
  readonly dumpFolder: string
  /**
   * Runs the server for `work` and stops it in order, so that the next start finds nothing to
   * recover.
   */
  natively<T>(work: (service: PostgresService) => Promise<T>): Promise<T>
  counted(): Promise<PostgresService & AsyncDisposable>
}

/** Under Valgrind even a small server takes its time. */
const readyTimeoutMs = 120_000

/**
 * What goes by the clock is switched off. Plans are generic from the first use on: otherwise a
 * connection plans each statement anew for the first five times, which of the pool's two
 * connections runs it is chance, and a batch runs most of its statements once. What plans for the
 * values at hand would cost, more or less, the timed generations tell.
 */
export const countingSettings = {
  autovacuum: 'off',
  shared_buffers: '256MB',
  checkpoint_timeout: '1d',
  bgwriter_lru_maxpages: '0',
  max_parallel_workers_per_gather: '0',
  plan_cache_mode: 'force_generic_plan',
} as const

export async function installCountingServer(
  ledger: RunLedger,
  name: string,
): Promise<CountingServer> {
  const request = {
    services: 'embedded',
    durability: 'process-crash',
    ledger,
    readyTimeoutMs,
    external: undefined,
    onProgress: () => {},
  } as const
  const installation = await installPostgres(request, defaultCacheFolder(), name)
  const dumpFolder = makeDumpFolder(installation.data, installation.user)
  const settings = countingSettings
  const launch = { under: backendsUnderCallgrind(dumpFolder), settings }
  return {
    dumpFolder,
    async natively(work) {
      await using server = await start(installation, { settings, stopSignal: 'SIGINT' })
      return await work(server)
    },
    counted: () => start(installation, launch),
    [Symbol.dispose]() {
      rmSync(installation.data, { recursive: true, force: true })
    },
  }
}

async function start(
  installation: Installation,
  launch: PostgresLaunch,
): Promise<PostgresService & AsyncDisposable> {
  const started = await onFreePorts(1, ([port]) =>
    servePostgres(installation, port as number, launch),
  )
  return {
    ...started.service,
    async [Symbol.asyncDispose]() {
      await started.process.stop()
    },
  }
}
