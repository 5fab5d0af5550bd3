import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/**
 * A process id alone names nobody: ids are reused. Id and start time together name one process for
 * as long as the machine is up (proc_pid_stat(5), field 22, in clock ticks since boot).
 */
export interface ProcessIdentity {
  readonly pid: number
  readonly startTicks: number
}

export interface ProcessStatus extends ProcessIdentity {
  /** One letter, as in proc_pid_stat(5); Z is a zombie: dead, and only waiting to be collected. */
  readonly state: string
  readonly parentPid: number
  readonly groupId: number
  readonly sessionId: number
}

/** What a living process of this id looks like now; undefined when there is none. */
export function readProcessStatus(pid: number): ProcessStatus | undefined {
  const text = readProcFile(`/proc/${pid}/stat`)
  if (text === undefined) return undefined
  // The command name is in brackets and may itself hold spaces and brackets, so count from the last
  // one.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return {
    pid,
    state: fields[0] ?? '?',
    parentPid: Number(fields[1]),
    groupId: Number(fields[2]),
    sessionId: Number(fields[3]),
    startTicks: Number(fields[19]),
  }
}

/**
 * Identity of a process that is alive now. Throws when it is not: nothing can be recorded about it.
 */
export function identify(pid: number): ProcessIdentity {
  const status = readProcessStatus(pid)
  if (status === undefined)
    throw new Error(`process ${pid} is gone, expected it alive to identify it`)
  return { pid, startTicks: status.startTicks }
}

export function isAlive(identity: ProcessIdentity): boolean {
  const status = readProcessStatus(identity.pid)
  if (status === undefined) return false
  return status.startTicks === identity.startTicks && status.state !== 'Z' && status.state !== 'X'
}

export function listProcesses(): ProcessStatus[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcessStatus(Number(name)))
    .filter((status) => status !== undefined)
}

/** Its environment as it was at exec; empty where it may not be read. */
export function readProcessEnvironment(pid: number): readonly string[] {
  return (readProcFile(`/proc/${pid}/environ`) ?? '').split('\0')
}

/**
 * Where ids and start times are comparable: one boot, one pid namespace. The boot id is shared by
 * all containers of a machine, the namespace is not.
 */
export interface ProcessRealm {
  readonly bootId: string
  readonly pidNamespace: string
}

export function currentRealm(): ProcessRealm {
  return {
    bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    pidNamespace: readlinkSync('/proc/self/ns/pid'),
  }
}

function readProcFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Gone between two readings, or not ours to read: either way there is nothing to say about it.
    return undefined
  }
}
