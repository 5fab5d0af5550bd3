import { readRecords, recordsOf } from './ledger-file.ts'
import { groupMembers } from './process-group.ts'
import { isAlive } from './process-identity.ts'
import type { RunLedger } from './run-ledger.ts'
import { markedProcesses } from './run-mark.ts'
import { sendSignal, signalAll } from './terminate.ts'

/**
 * SIGKILL to every process of the run, at once and without waiting: for the second Ctrl-C. Folders
 * and containers are left to the next sweep, which finds the ledger of a dead owner.
 */
export function killRunNow(ledger: Pick<RunLedger, 'runId' | 'folder'>): void {
  const recorded = recordsOf(readRecords(ledger.folder), 'process')
  for (const member of recorded.filter(isAlive).flatMap(groupMembers)) {
    sendSignal(member.pid, 'SIGKILL')
  }
  signalAll(recorded, 'SIGKILL')
  signalAll(markedProcesses(ledger.runId), 'SIGKILL')
}
