import { createSystem } from '../app.ts'
import { readConfig } from '../config.ts'
import { letHeapGrowWhenBusy } from '../heap-growth.ts'

/** Runs until SIGTERM or SIGINT; a second signal does not interrupt the drain. */
export async function serve(): Promise<void> {
  const config = readConfig()
  const system = await createSystem(config)
  const stopped = Promise.withResolvers<void>()
  const stop = (signal: string): void => {
    system.platform.log.info({ signal }, 'stopping')
    system.stop().then(stopped.resolve, stopped.reject)
  }
  let stopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (!stopping) {
        stopping = true
        stop(signal)
      }
    })
  }
  await system.start()
  using _growth = letHeapGrowWhenBusy({ lookIntervalMs: config.heapLookIntervalMs })
  await stopped.promise
}
