import { setTimeout as sleep } from 'node:timers/promises'
import { readRecords, recordsOf } from '../lifecycle/ledger-file.ts'
import type { RunningCommand } from './command-line.ts'
import type { StateFolder } from './state-folder.ts'

const systemsOfOneGeneration = 2
const timeoutMs = 110_000
const pollMs = 50

/**
 * Both arms of a generation are up: from then on there is load on one of them. Answers the run's
 * folder.
 */
export async function loadIsUnderWay(command: RunningCommand, state: StateFolder): Promise<string> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const folder = state.runs().find((run) => ownerOf(run) === command.pid)
    if (folder !== undefined && serving(folder) >= systemsOfOneGeneration) return folder
    if (command.isOver() || performance.now() > deadline) {
      throw new Error(`no load came:\n${command.output()}`)
    }
    await sleep(pollMs)
  }
}

function ownerOf(runFolder: string): number | undefined {
  return recordsOf(readRecords(runFolder), 'owner')[0]?.pid
}

function serving(runFolder: string): number {
  const started = recordsOf(readRecords(runFolder), 'process')
  return started.filter(({ what }) => what.endsWith('system (serve)')).length
}
