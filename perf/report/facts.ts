import type { RunResult } from '../result/document.ts'
import type { LoadSummary, Revision } from '../result/circumstances.ts'
import { shortCommit } from './escape.ts'
import { durationText, exact, noValue, percent, plural, significant } from './numbers.ts'
import { quantity } from './quantity.ts'

/** What a reader must know of the run to believe it, as pairs of label and value. Not escaped. */
export type Fact = { readonly label: string; readonly value: string }

export function revisionText(revision: Revision): string {
  return `${revision.ref} (${shortCommit(revision.commit)}${revision.dirty ? ', with local changes' : ''})`
}

export function environmentFacts(result: RunResult): Fact[] {
  const { fingerprint, machine } = result
  return [
    {
      label: 'Lane',
      value: `${fingerprint.lane}, ${plural(fingerprint.cores, 'core')}, ${quantity(fingerprint.memoryBytes, 'bytes')}, ${fingerprint.cpuModel}`,
    },
    {
      label: 'Services',
      value: `Postgres ${fingerprint.postgres}, Redis ${fingerprint.redis}, Kafka ${fingerprint.kafka} (${fingerprint.provider}, ${fingerprint.durability})`,
    },
    {
      label: 'Software',
      value: `Node ${fingerprint.node}, autocannon ${fingerprint.autocannon}, ${fingerprint.os}`,
    },
    {
      label: 'Run',
      value: `${result.profile}, ${generationsText(result)}, seed ${result.seed}, ${durationText(result.durationMs)}`,
    },
    { label: 'Machine', value: machineText(machine) },
    { label: 'Load generator', value: generatorText(result) },
    { label: 'Policy', value: result.policy },
  ]
}

function generationsText(result: RunResult): string {
  const counts = result.scenarios
    .filter((scenario) => scenario.generations.length > 0)
    .map((scenario) => scenario.generations.length)
  if (counts.length === 0) return 'no generations'
  const [least, most] = [
    counts.reduce((a, b) => Math.min(a, b)),
    counts.reduce((a, b) => Math.max(a, b)),
  ]
  return least === most ? plural(most, 'generation') : `${least} to ${most} generations`
}

function machineText(machine: RunResult['machine']): string {
  const floor =
    machine.fdatasyncMsP50 === null
      ? 'not measured'
      : `p50 ${quantity(machine.fdatasyncMsP50, 'ms')}, p99 ${quantity(machine.fdatasyncMsP99, 'ms')}`
  return `steal ${percent(machine.stealPercent / 100)}, fdatasync ${floor}, load average ${significant(machine.loadAverage1)}`
}

/** The worst of all scenarios and arms: a generator that was the bottleneck anywhere matters. */
export function generatorText(result: RunResult): string {
  const loads = result.scenarios.flatMap(({ load }) =>
    load === null ? [] : [load.base, load.head],
  )
  if (loads.length === 0) return noValue
  const worst = (pick: (load: LoadSummary) => number) =>
    loads.map(pick).reduce((a, b) => Math.max(a, b), 0)
  const failed = loads.map(failureCount).reduce((a, b) => a + b, 0)
  return [
    `at most ${significant(worst((load) => load.generatorCpuCores))} core`,
    `dispatch lag p99 ${quantity(
      worst((load) => load.dispatchLagMsP99),
      'ms',
    )}`,
    `event-loop delay p99 ${quantity(
      worst((load) => load.eventLoopDelayMsP99),
      'ms',
    )}`,
    failed === 0 ? 'no failed request' : `${exact(failed)} failed requests`,
  ].join(', ')
}

export function failureCount(load: LoadSummary): number {
  return Object.values(load.failures).reduce((sum, count) => sum + count, 0)
}

/** How many gate metrics and exact counters came out how: "9 gate metrics: 1 regressed, 8 equivalent". */
export function recap(result: RunResult): string {
  const metrics = result.scenarios.flatMap((scenario) =>
    scenario.metrics.filter((metric) => metric.role === 'gate'),
  )
  const counters = result.scenarios.flatMap((scenario) =>
    scenario.counters.filter((counter) => counter.exact),
  )
  const tally = new Map<string, number>()
  for (const metric of metrics)
    tally.set(metric.verdict.kind, (tally.get(metric.verdict.kind) ?? 0) + 1)
  const changed = counters.filter((counter) => counter.base !== counter.head).length
  const kinds = [...tally].map(([kind, count]) => `${count} ${kind}`).join(', ')
  return [
    ...(metrics.length === 0 ? [] : [`${plural(metrics.length, 'gate metric')}: ${kinds}`]),
    ...(counters.length === 0
      ? []
      : [`${plural(counters.length, 'exact counter')}: ${changed} changed`]),
  ].join('; ')
}
