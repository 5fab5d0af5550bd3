import { setTimeout as sleep } from 'node:timers/promises'
import type { SystemUnderTest } from '../../system/testing/system-process.ts'
import type { KillableServices } from '../testing/killable-services.ts'
import { isRunning } from '../testing/killable-service.ts'
import type { Fault } from './recovery.ts'
import type { Stage } from './stage.ts'

const pollMs = 5

export function killOfSystem(stage: Stage, which: 'api' | 'worker'): Fault {
  return {
    async strike() {
      await stage[which].end('SIGKILL')
    },
    giveBack: async () => stage[which].start(),
  }
}

/** @param awayMs between its end and its new start */
export function killOfService(
  services: KillableServices,
  which: 'postgres' | 'redis' | 'kafka',
  awayMs = 0,
): Fault {
  return {
    strike: async () => services[which].kill(),
    async giveBack() {
      await sleep(awayMs)
      await services[which].restart()
    },
  }
}

/**
 * The server process behind the connection on which payments are written; the server restarts
 * itself.
 */
export function killOfWriterBackend(system: SystemUnderTest): Fault {
  return {
    async strike() {
      const [writer] = await system.rows<{ pid: number }>(
        `select pid from pg_locks where locktype = 'advisory' and granted
           and database = (select oid from pg_database where datname = current_database())`,
      )
      if (writer === undefined) {
        throw new Error('no connection holds the lock of the payments lane, expected one')
      }
      process.kill(writer.pid, 'SIGKILL')
      while (isRunning(writer.pid)) {
        await sleep(pollMs)
      }
    },
    giveBack: async () => {},
  }
}
