import { type Static, Type } from 'typebox'
import { Fingerprint } from '../result/circumstances.ts'
import { documentParser } from '../result/parse-document.ts'
import { BaselineInstructions } from './instructions.ts'
import { scenarioPattern } from './scenario-name.ts'

/**
 * `baseline/` keeps what a scenario measured on a lane at one commit, so that counters can gate and
 * timings inform on days when nobody remembers. It reads and compares; only `baseline update`
 * writes, never a check: a baseline that follows every passing run would hide any creep.
 */
export const baselineSchemaVersion = 'plumbline/baseline@1'

export const maxBaselineBytes = 4 * 1024 * 1024

const count = Type.Integer({ minimum: 0 })
const role = Type.Union([Type.Literal('gate'), Type.Literal('inform')])

/** Median over the generations of one run, spread as their interquartile range. */
export const BaselineMetric = Type.Object({
  title: Type.String(),
  unit: Type.String(),
  better: Type.Union([Type.Literal('lower'), Type.Literal('higher')]),
  role,
  median: Type.Number(),
  spread: Type.Number({ minimum: 0 }),
  n: count,
})
export type BaselineMetric = Static<typeof BaselineMetric>

/** Exact ones only, per operation. */
export const BaselineCounter = Type.Object({
  group: Type.String(),
  title: Type.String(),
  unit: Type.String(),
  role,
  value: Type.Number({ minimum: 0 }),
})
export type BaselineCounter = Static<typeof BaselineCounter>

export const Baseline = Type.Object({
  schema: Type.Literal(baselineSchemaVersion),
  scenario: Type.String({ pattern: scenarioPattern.source }),
  title: Type.String(),
  kind: Type.Union([Type.Literal('journey'), Type.Literal('batch'), Type.Literal('control')]),
  /** What was measured: the head of the run. */
  commit: Type.String({ pattern: '^[0-9a-f]{40}$' }),
  /** ISO 8601, UTC. */
  measuredAt: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$' }),
  profile: Type.String(),
  environment: Fingerprint,
  metrics: Type.Record(Type.String(), BaselineMetric),
  counters: Type.Record(Type.String(), BaselineCounter),
  /** Absent where the run did not count them. */
  instructions: Type.Optional(BaselineInstructions),
})
export type Baseline = Static<typeof Baseline>

/** Throws KnownFailure('input') for anything but a baseline. */
export const parseBaseline = documentParser({
  what: 'baseline',
  version: baselineSchemaVersion,
  maxBytes: maxBaselineBytes,
  schema: Baseline,
})

/**
 * The same document is the same bytes, on any machine: keys sorted by code unit, a newline at the
 * end.
 */
export function serialiseBaseline(baseline: Baseline): string {
  return `${JSON.stringify(sorted(baseline), undefined, 2)}\n`
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}
