import { exact, plural } from '../../counts.ts'
import { durationText } from '../../report/numbers.ts'
import { quantity } from '../../quantity.ts'
import type { ShapeResult } from '../document.ts'
import { successText } from './success.ts'

/** One line that says how it ended. */
export function headline(result: ShapeResult): string {
  const { steady } = result.load
  const figures = [
    `${exact(Math.round(steady.completedPerSecond))}/s`,
    `success ${successText(steady)}`,
    `p99 ${quantity(steady.latencyMs?.p99, 'ms')}`,
  ].join(', ')
  return `plumbline: ${result.shape} of ${result.scenario} ${words[result.outcome]}: ${figures}`
}

const words: Readonly<Record<ShapeResult['outcome'], string>> = {
  passed: 'passed',
  failed: 'FAILED',
  regressed: 'FAILED',
  invalid: 'is INVALID',
}

/** On what and under which load. */
export function circumstanceLines(result: ShapeResult): string[] {
  const { fingerprint, machine, head, level } = result
  const lengthMs = result.load.parts.at(-1)?.toMs ?? 0
  const asked =
    level.kind === 'rate'
      ? `open arrivals of ${perSecond(level.journeysPerSecond)} at the peak`
      : usersText(level)
  const floor =
    machine.fdatasyncMsP50 === null
      ? 'unknown'
      : `p50 ${quantity(machine.fdatasyncMsP50, 'ms')}, p99 ${quantity(machine.fdatasyncMsP99, 'ms')}`
  return [
    `${asked}, journey "${result.journey}", ${durationText(lengthMs)}, ${plural(result.connections, 'connection')}, seed ${result.seed}`,
    `${head.ref} ${head.commit.slice(0, 8)}${head.dirty ? ' with local changes' : ''} on ${fingerprint.cpuModel}, ${fingerprint.cores} cores, Node ${fingerprint.node}, Postgres ${fingerprint.postgres}, Redis ${fingerprint.redis}, Kafka ${fingerprint.kafka} (${fingerprint.provider})`,
    `  durability profile ${fingerprint.durability}: ${durabilityWords[fingerprint.durability] ?? 'unknown'}; the disk's own fdatasync: ${floor}`,
  ]
}

const durabilityWords: Readonly<Record<string, string>> = {
  durable: 'fsync on, survives the loss of power',
  'process-crash': 'fsync off and synchronous_commit on, survives the kill of any process',
  memory: 'data in memory, survives the kill of any process',
}

function usersText({ users, thinkMs, journeysPerSecond }: UsersLevel): string {
  const amountingTo =
    journeysPerSecond === null ? '' : `, which comes to ${perSecond(Math.round(journeysPerSecond))}`
  const who = `${plural(users, 'user')} who ${users === 1 ? 'thinks' : 'think'}`
  return `${who} ${quantity(thinkMs, 'ms')}${amountingTo}`
}

type UsersLevel = Extract<ShapeResult['level'], { readonly kind: 'users' }>

const perSecond = (journeys: number) => `${plural(journeys, 'journey')} per second`
