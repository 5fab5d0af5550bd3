import { plural } from '../counts.ts'
import type { Warning } from '../result/document.ts'
import type { ScenarioRecording } from '../result/recording.ts'
import { warning } from '../result/warning.ts'
import { hasEveryPass } from './counter-passes.ts'
import type { LookRule } from './looks.ts'
import type { PairedMetric } from './pairs.ts'
import { expectedGates } from './policy.ts'
import type { Doubt } from './validity.ts'

/** What the reader must know of the measurement, whatever was decided; none of it fails the run. */
export function measurementWarnings(
  recordings: readonly ScenarioRecording[],
  paired: ReadonlyMap<ScenarioRecording, readonly PairedMetric[]>,
  doubts: readonly Doubt[],
  look: LookRule,
): Warning[] {
  const hasControl = recordings.some(({ kind }) => kind === 'control')
  return [
    ...doubts.map(({ reason }) => warning('doubt', reason)),
    ...(hasControl
      ? []
      : [
          warning(
            'control-missing',
            'no control scenario was run: timings were judged without negative controls',
          ),
        ]),
    ...recordings.flatMap((recording) => [
      ...lostGenerations(recording),
      ...unbegunGenerations(recording, look),
      ...gateMetrics(paired.get(recording) ?? []).flatMap((metric) => metricWarnings(metric, look)),
      ...absentGates(recording, paired.get(recording) ?? []),
      ...lostPasses(recording),
    ]),
  ]
}

/** A truncated recording is shorter than what its look declares, and is judged as what it is. */
function unbegunGenerations({ name, generations }: ScenarioRecording, look: LookRule): Warning[] {
  const begun = generations.length
  if (begun >= look.generations) return []
  const message = `${name} has ${plural(begun, 'generation')}, this look was declared with ${look.generations}`
  return [warning('generations-missing', message)]
}

function lostGenerations({ name, generations }: ScenarioRecording): Warning[] {
  return generations.flatMap(({ index, dropped }) =>
    dropped === null
      ? []
      : [
          warning(
            'generation-lost',
            `${name}: generation ${index} was dropped with its pair: ${dropped}`,
          ),
        ],
  )
}

function metricWarnings(metric: PairedMetric, { neededPairs }: LookRule): Warning[] {
  const subject = `${metric.scenario}/${metric.policy.id}`
  const refused = metric.refusals.map((refusal) =>
    warning('pair-refused', `${subject}: ${refusal}, expected positive numbers`),
  )
  if (metric.worse.size >= neededPairs || metric.base === null || metric.head === null)
    return refused
  const message = `${subject} has ${plural(metric.worse.size, 'valid pair')}, expected at least ${neededPairs}: nothing can be decided about it`
  return [...refused, warning('too-few-pairs', message)]
}

function absentGates(
  { name, kind, generations }: ScenarioRecording,
  metrics: readonly PairedMetric[],
): Warning[] {
  if (generations.length === 0) return []
  const present = new Set(metrics.map(({ policy }) => policy.id))
  return expectedGates(kind)
    .filter((id) => !present.has(id))
    .map((id) => warning('gate-not-run', `${name} did not report ${id}: that gate did not run`))
}

function lostPasses({ name, kind, counters }: ScenarioRecording): Warning[] {
  if (kind === 'control' || hasEveryPass(counters)) return []
  return [
    warning(
      'gate-not-run',
      `${name} has no two counter passes of each arm: its counter gate did not run`,
    ),
  ]
}

function gateMetrics(metrics: readonly PairedMetric[]): PairedMetric[] {
  return metrics.filter(({ policy }) => policy.role === 'gate')
}
