import type { Warning } from '../result/document.ts'
import type { PairedMetric } from './pairs.ts'
import type { ProfilePolicy } from './policy.ts'
import type { ScenarioRecording } from '../result/recording.ts'
import { passesOf } from './scenario-status.ts'
import type { Doubt } from './validity.ts'

/** What the reader must know beside the verdicts. None of it gates: what gates is a verdict or a status. */
export function notes(
  recordings: readonly ScenarioRecording[],
  paired: ReadonlyMap<ScenarioRecording, readonly PairedMetric[]>,
  doubts: readonly Doubt[],
  profile: ProfilePolicy,
): Warning[] {
  const hasControl = recordings.some(({ kind }) => kind === 'control')
  return [
    ...doubts.map(({ reason }) => note('doubt', reason)),
    ...(hasControl
      ? []
      : [
          note(
            'control-missing',
            'no control scenario was run: timings were judged without negative controls',
          ),
        ]),
    ...recordings.flatMap((recording) => [
      ...lostGenerations(recording),
      ...gateMetrics(paired.get(recording) ?? []).flatMap((metric) => metricNotes(metric, profile)),
      ...absentGates(recording, paired.get(recording) ?? []),
      ...counterNotes(recording),
    ]),
  ]
}

function lostGenerations({ name, generations }: ScenarioRecording): Warning[] {
  return generations.flatMap(({ index, dropped }) =>
    dropped === null
      ? []
      : [
          note(
            'generation-lost',
            `${name}: generation ${index} was dropped with its pair: ${dropped}`,
          ),
        ],
  )
}

function metricNotes(metric: PairedMetric, { neededPairs }: ProfilePolicy): Warning[] {
  const subject = `${metric.scenario}/${metric.policy.id}`
  const refused = metric.refusals.map((refusal) =>
    note('pair-refused', `${subject}: ${refusal}, expected positive numbers`),
  )
  if (metric.worse.size >= neededPairs || metric.base === null || metric.head === null)
    return refused
  const message = `${subject} has ${metric.worse.size} valid pairs, expected at least ${neededPairs}: nothing can be decided about it`
  return [...refused, note('too-few-pairs', message)]
}

/** Gate metrics that every scenario of a kind is expected to report. */
const expectedGates = {
  journey: [
    'throughputPerSecond',
    'cpuUsPerOpSystem',
    'cpuUsPerOpPostgres',
    'latencyMsP50',
    'latencyMsP95',
  ],
  batch: ['durationMs'],
  control: [],
} as const

function absentGates(
  { name, kind, generations }: ScenarioRecording,
  metrics: readonly PairedMetric[],
): Warning[] {
  if (generations.length === 0) return []
  const present = new Set(metrics.map(({ policy }) => policy.id))
  return expectedGates[kind]
    .filter((id) => !present.has(id))
    .map((id) => note('gate-not-run', `${name} did not report ${id}: that gate did not run`))
}

function counterNotes({ name, kind, counters }: ScenarioRecording): Warning[] {
  if (kind === 'control' || (passesOf(counters, 'base') === 2 && passesOf(counters, 'head') === 2))
    return []
  return [
    note(
      'gate-not-run',
      `${name} has no two counter passes of each arm: its counter gate did not run`,
    ),
  ]
}

function gateMetrics(metrics: readonly PairedMetric[]): PairedMetric[] {
  return metrics.filter(({ policy }) => policy.role === 'gate')
}

function note(code: string, message: string): Warning {
  return { code, message, gate: false }
}
