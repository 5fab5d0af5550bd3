import type { Platform, SystemModule } from '../../platform/module.ts'
import { OpenCyclePositions } from './live-positions.ts'
import type { NettingNeeds } from './needs.ts'
import { registerNetting } from './routes.ts'
import { NettingService } from './service.ts'

/**
 * What banks owe each other for their customers' payments: cycles over all payments that were
 * settled since the last one, gross against net, and transfers between the banks' settlement
 * accounts that even them out. Cycles are closed on request and, where configured, every so often.
 */
export function createNettingModule(
  { config, database, clock, log }: Pick<Platform, 'config' | 'database' | 'clock' | 'log'>,
  needs: NettingNeeds,
): SystemModule {
  const service = new NettingService({ database, needs, nowMs: clock.nowMs, log })
  const positions = new OpenCyclePositions(database)
  const { intervalMs } = config.netting
  let timer: NodeJS.Timeout | undefined
  let background: Promise<unknown> = Promise.resolve()
  const inBackground = (work: Promise<void>): void => {
    const done = work.catch((error: unknown) => {
      log.warn({ err: error }, 'netting is tried again later')
    })
    background = Promise.all([background, done])
  }
  return {
    name: 'netting',
    register(api) {
      registerNetting(api, { service, database, positions })
    },
    async start() {
      inBackground(service.settleClosed())
      if (intervalMs > 0) {
        timer = setInterval(() => {
          // Whatever is under way takes what this round would have taken.
          if (service.busy + service.rounds === 0) {
            inBackground(service.closeAll('multilateral', 'timer'))
          }
        }, intervalMs)
      }
    },
    async stop() {
      clearInterval(timer)
      await service.stop()
      await background
    },
    quiescent: async () => ({ idle: service.busy === 0, numbers: { busy: service.busy } }),
  }
}
