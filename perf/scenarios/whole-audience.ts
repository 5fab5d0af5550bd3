import { setTimeout as sleep } from 'node:timers/promises'
import { parsePrometheus, type PrometheusSample, sumOf } from '../probes/prometheus-text.ts'
import type { AudienceTally } from '../target/audience.ts'
import { expectStatus, type TargetClient } from '../target/client.ts'
import { target } from '../target/contract.ts'

/** What the system says of its listeners. */
export interface ToldListeners {
  readonly connections: number | undefined
  /** Frames that were handed to a connection. */
  readonly sent: number
  /** Frames that a connection was too slow for, or gone. */
  readonly lost: number
}

const retryMs = 50
const retriesMost = 40

/**
 * What two counts of the same frames disagree about: that of the system, which sends them, and that
 * of the listeners. A frame may be on its way, so they are compared until they agree, for two
 * seconds at most.
 */
export async function wholeAudience(
  client: Pick<TargetClient, 'get' | 'audience'>,
  size: number,
): Promise<readonly string[]> {
  const audience = await client.audience(size)
  for (let retries = 0; ; retries += 1) {
    const answer = await client.get(target.healthPath.metrics)
    const told = toldListeners(parsePrometheus(String(expectStatus('metrics', answer, 200))))
    const wrong = audienceLacks(size, told, audience.tally())
    if (wrong.length === 0 || retries === retriesMost) return wrong
    await sleep(retryMs)
  }
}

export function toldListeners(samples: readonly PrometheusSample[]): ToldListeners {
  const sum = (label: string) => sumOf(samples, 'websocket_events_total', label) ?? 0
  return {
    connections: sumOf(samples, 'websocket_connections'),
    sent: sum(sent),
    lost: sum('') - sum(sent),
  }
}

const sent = 'delivery="sent"'

/** One text each. */
export function audienceLacks(
  size: number,
  { connections, sent, lost }: ToldListeners,
  { connected, frames, payments }: AudienceTally,
): readonly string[] {
  const { least, most } = payments
  return [
    ...(connections === size ? [] : [`the system has ${connections} connections of ${size}`]),
    ...(connected === size ? [] : [`${connected} listeners of ${size} are connected`]),
    ...(sent === frames ? [] : [`${sent} frames were sent and ${frames} received`]),
    ...(lost === 0 ? [] : [`${lost} frames were not sent, because their reader was late or gone`]),
    ...(least === most ? [] : [`one listener was told of ${least} payments, another of ${most}`]),
    ...(frames > 0 ? [] : ['nobody was told of anything']),
  ]
}
