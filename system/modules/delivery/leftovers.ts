import { setTimeout as sleep } from 'node:timers/promises'

const retryMs = 1_000

/**
 * Wakes the lanes of banks that an earlier process has left messages for. That the database is away
 * now is no reason not to start, and none to leave them until the next payment to that bank: it is
 * asked again until it answers, or until there is a stop. Never rejects.
 */
export async function wakeLeftovers(
  read: () => Promise<ReadonlyMap<string, number>>,
  wake: (bank: string) => void,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    const left = await read().catch(() => undefined)
    if (left !== undefined) {
      left.keys().forEach(wake)
      return
    }
    await sleep(retryMs, undefined, { signal: stopping }).catch(() => undefined)
  }
}
