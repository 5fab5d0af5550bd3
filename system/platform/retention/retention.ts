import { Counter } from 'prom-client'
import type { Platform, SystemModule } from '../module.ts'
import type { RetentionRule } from './rule.ts'
import { Sweeper } from './sweeper.ts'

/**
 * Lets go of what nobody needs any more, by rules that whoever composes the system gives. It works
 * every so often, on one connection, a bounded piece at a time, and never for a request; a table
 * that cannot be swept keeps no other from it.
 */
export function createRetention(
  { clock, config, database, log, telemetry }: Platform,
  rules: readonly RetentionRule[],
): SystemModule {
  const { intervalMs, rowsPerPass } = config.retention
  const total = new Counter({
    name: 'retention_removed_total',
    help: 'Rows, or partitions where those are dropped, removed after their retention',
    labelNames: ['table'] as const,
    registers: [telemetry.registry],
  })
  const sweeper = new Sweeper({
    database,
    nowMs: clock.nowMs,
    rowsPerPass,
    removed: (table, count) => total.inc({ table }, count),
  })
  const stopping = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let pass: Promise<void> = Promise.resolve()
  const sweepAll = async (): Promise<void> => {
    for (const rule of rules) {
      await sweeper.sweep(rule, stopping.signal).catch((error: unknown) => {
        const { table } = rule
        log.warn({ err: error, table }, 'old rows not removed, trying again')
      })
    }
  }
  const sweepLater = (): void => {
    timer = setTimeout(() => {
      pass = sweepAll().finally(() => {
        if (!stopping.signal.aborted) {
          sweepLater()
        }
      })
    }, intervalMs)
  }
  return {
    name: 'retention',
    register() {},
    async start() {
      sweepLater()
    },
    async stop() {
      stopping.abort()
      clearTimeout(timer)
      await pass
    },
    quiescent: async () => ({ idle: true, numbers: {} }),
  }
}
