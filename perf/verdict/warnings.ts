import { plural } from '../counts.ts'
import { exactSumName, groupOf, isTotal } from '../result/counter-id.ts'
import type { CounterResult, ScenarioResult, Warning } from '../result/document.ts'
import { warning } from '../result/warning.ts'
import { hasEveryPass } from './counter-passes.ts'
import type { PairedMetric } from './pairs.ts'
import type { LookRule } from './looks.ts'
import { counterPolicy, expectedGates } from './policy.ts'
import type { ScenarioRecording } from '../result/recording.ts'
import { objectiveWarnings } from './objectives.ts'
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
      ...counterWarnings(recording),
    ]),
  ]
}

/** What can only be said once verdicts are there. A missed objective fails the run. */
export function verdictWarnings(
  recording: ScenarioRecording,
  { name, metrics, counters }: ScenarioResult,
): Warning[] {
  return [
    ...instructionWarnings(recording),
    ...counters.flatMap((counter) => undecidedCounter(name, counter)),
    ...inexactTotals(name, counters),
    ...objectiveWarnings(recording, metrics),
  ]
}

function instructionWarnings({ name, evidence }: ScenarioRecording): Warning[] {
  const instructions = evidence?.instructions
  if (instructions?.kind !== 'skipped') return []
  const message = `${name}: instructions were not counted, that gate did not run: ${instructions.reason}`
  return [warning('instructions-skipped', message)]
}

/** No generation more would decide it: it is counted once per run. */
function undecidedCounter(name: string, { id, role, verdict }: CounterResult): Warning[] {
  if (role !== 'gate' || verdict.kind !== 'inconclusive') return []
  const { detectableEffect: seen } = verdict
  const consequence =
    seen === null
      ? 'nothing could be decided about it'
      : `its detectable effect is ${(seen * 100).toFixed(1)} %`
  return [warning('gate-undecided', `${name}: ${id} scatters between equal passes: ${consequence}`)]
}

/** A group that should be exact, was not, has no exact part and is not known to scatter decides nothing. */
function inexactTotals(name: string, counters: readonly CounterResult[]): Warning[] {
  const ids = new Set(counters.map(({ id }) => id))
  return counters
    .filter((counter) => isTotal(counter) && counter.role === 'inform' && !counter.exact)
    .filter(({ id }) => {
      const group = groupOf(id)
      return counterPolicy(group).kind === 'exact' && !ids.has(`${group}/${exactSumName}`)
    })
    .map(({ id }) => {
      const message = `${name}: ${id} differs between passes of one arm, and by how much it may is not known: that gate did not run`
      return warning('gate-not-run', message)
    })
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

function counterWarnings({ name, kind, counters }: ScenarioRecording): Warning[] {
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
