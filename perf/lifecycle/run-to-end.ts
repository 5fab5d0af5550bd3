import { setTimeout as sleep } from 'node:timers/promises'
import { KnownFailure } from '../errors.ts'
import { type OwnedProcessRequest, spawnOwned } from './spawn-owned.ts'

/**
 * A command run to its end. Other than exit code 0 in time is a KnownFailure of the request's code,
 * with the last lines it printed.
 */
export async function runToEnd(request: OwnedProcessRequest, timeoutMs: number): Promise<void> {
  await using owned = await spawnOwned(request)
  const end = await Promise.race([owned.ended, sleep(timeoutMs, undefined, { ref: false })])
  if (end?.code === 0) return
  const how = end === undefined ? `did not end within ${timeoutMs} ms` : describeEnd(end)
  const said = owned.lastOutput().join('\n').trim() || 'nothing'
  throw new KnownFailure(
    request.failureCode ?? 'service',
    `${request.what} ${how}, expected exit code 0; it said: ${said}`,
  )
}

function describeEnd(end: { code: number | null; signal: string | null }): string {
  return end.signal === null ? `exited with code ${end.code}` : `was ended by ${end.signal}`
}
