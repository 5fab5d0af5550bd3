import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, type ProcessIdentity } from './process-identity.ts'

/** From the polite signal until the forced one. */
const termTimeoutMs = 5_000

/** From the forced signal until we give up: only a process stuck in the kernel takes that long. */
const killTimeoutMs = 5_000

const pollMs = 20

/**
 * Ends these processes, TERM first, then KILL, and answers with those that are alive even so. A pid
 * that has been given to another process since is left alone: identity is looked at before each
 * signal.
 */
export async function terminate(
  identities: readonly ProcessIdentity[],
): Promise<ProcessIdentity[]> {
  signalAll(identities, 'SIGTERM')
  const stubborn = await waitForDeath(identities, termTimeoutMs)
  signalAll(stubborn, 'SIGKILL')
  return waitForDeath(stubborn, killTimeoutMs)
}

/** Sends one signal to each that is still the process it was. */
export function signalAll(identities: readonly ProcessIdentity[], signal: NodeJS.Signals): void {
  for (const identity of identities) {
    if (isAlive(identity)) sendSignal(identity.pid, signal)
  }
}

/**
 * A process that ended a moment ago is no error. A negative id means a process group, as in
 * kill(2).
 */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Those still alive when the time is up. */
export async function waitForDeath(
  identities: readonly ProcessIdentity[],
  timeoutMs: number,
): Promise<ProcessIdentity[]> {
  const deadline = performance.now() + timeoutMs
  let alive = identities.filter(isAlive)
  while (alive.length > 0 && performance.now() < deadline) {
    await sleep(pollMs)
    alive = alive.filter(isAlive)
  }
  return alive
}
