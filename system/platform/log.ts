import { pino } from 'pino'
import type { Logger } from 'pino'

/**
 * One JSON line per event on standard error, so that standard output stays free for what a command
 * answers.
 */
export function createLog(level: string): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  )
}
