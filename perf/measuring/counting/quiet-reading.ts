import { setTimeout as sleep } from 'node:timers/promises'
import { KnownFailure } from '../../errors.ts'
import { target } from '../../target/contract.ts'
import type { Station } from '../generation/pair.ts'

export const quietWaits = {
  /** For what follows an answer: events published, consumed and projected. */
  quietMs: 600,
  /** After a question: its answer has come before the system is done with it. */
  answerMs: 200,
  triesMost: 20,
} as const

export type QuietWaits = { readonly [Name in keyof typeof quietWaits]: number }

/**
 * Waits, reads, and asks once whether that was long enough; what is asked comes after what is read.
 */
export async function quietReading<Reading>(
  { arm, system: { client } }: QuietStation,
  read: () => Promise<Reading>,
  { quietMs, answerMs, triesMost }: QuietWaits = quietWaits,
): Promise<Reading> {
  let state: unknown
  for (let tries = 1; tries <= triesMost; tries += 1) {
    await sleep(quietMs)
    const reading = await read()
    const { status, body } = await client.get(target.healthPath.quiescent)
    await sleep(answerMs)
    if (status === 200) return reading
    state = body
  }
  const waitedMs = triesMost * (quietMs + answerMs)
  throw new KnownFailure(
    'target',
    `${arm}: work is still in flight ${waitedMs} ms after the counted operations, expected none: ${JSON.stringify(state)}`,
  )
}

export interface QuietStation extends Pick<Station, 'arm'> {
  readonly system: { readonly client: Pick<Station['system']['client'], 'get'> }
}
