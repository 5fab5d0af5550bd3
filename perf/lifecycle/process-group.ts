import { listProcesses, type ProcessIdentity, type ProcessStatus } from './process-identity.ts'
import { sendSignal } from './terminate.ts'

/**
 * Kills what is left of a process group. The leader may be gone already; a member counts as ours
 * when group and session both carry the leader's id and it is not older than the leader: an id is
 * not given out again while a group or session of that number lives (kernel, alloc_pid).
 */
export function killGroup(leader: ProcessIdentity): void {
  for (const member of groupMembers(leader)) sendSignal(member.pid, 'SIGKILL')
}

export function groupMembers(leader: ProcessIdentity): ProcessStatus[] {
  return listProcesses().filter(
    (status) =>
      status.groupId === leader.pid &&
      status.sessionId === leader.pid &&
      status.startTicks >= leader.startTicks &&
      status.state !== 'Z' &&
      (status.pid !== leader.pid || status.startTicks === leader.startTicks),
  )
}
