import { type Static, Type } from 'typebox'
import { Fingerprint, LoadSummary, MachineHealth, Revision } from './circumstances.ts'
import { Cause, ChangedLines, ScenarioEvidence } from './evidence.ts'
import { Joined } from './joined.ts'
import { JudgeFigures } from './judge-figures.ts'
import { Looks, Outcome, Repeated, Warning } from './run-parts.ts'

export type { GroupRun } from './joined.ts'
export { Outcome, Warning } from './run-parts.ts'

/**
 * The result document of one run: what was measured, what it was compared with, what was decided.
 * One schema is the source of the types, of validation (an artifact from a pull request is
 * untrusted) and of the version. Everything the report shows comes from here.
 */
export const resultSchemaVersion = 'plumbline/result@1'

const count = Type.Integer({ minimum: 0 })
const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const ArmName = Type.Union([Type.Literal('base'), Type.Literal('head')])
export type ArmName = Static<typeof ArmName>

/** Median over generations, spread as the interquartile range, in the metric's unit. */
export const Summary = Type.Object({
  median: Type.Number(),
  spread: Type.Number({ minimum: 0 }),
  n: count,
})
export type Summary = Static<typeof Summary>

/**
 * Why something is invalid. A negative control that moved, stolen CPU, a generator that was the
 * limit, errors in base, counter passes or pairs that are not there.
 */
export const InvalidCode = Type.Enum(['control', 'steal', 'generator', 'errors', 'passes', 'pairs'])
export type InvalidCode = Static<typeof InvalidCode>

const Invalid = Type.Object({
  kind: Type.Literal('invalid'),
  reason: Type.String(),
  code: Type.Optional(InvalidCode),
})

/** `effect` and `detectableEffect` are relative: 0.05 is 5 % worse. */
export const Verdict = Type.Union([
  Type.Object({
    kind: Type.Literal('regressed'),
    effect: Type.Number(),
    pValue: nullable(Type.Number()),
  }),
  Type.Object({
    kind: Type.Literal('improved'),
    effect: Type.Number(),
    pValue: nullable(Type.Number()),
  }),
  Type.Object({ kind: Type.Literal('equivalent'), upperBound: Type.Number() }),
  Type.Object({ kind: Type.Literal('inconclusive'), detectableEffect: nullable(Type.Number()) }),
  Invalid,
  Type.Object({ kind: Type.Literal('new') }),
  Type.Object({ kind: Type.Literal('missing') }),
])
export type Verdict = Static<typeof Verdict>

/**
 * What a stored baseline says of one metric or counter. It informs; what gates is a warning beside
 * it.
 */
export const StoredComparison = Type.Object({
  median: Type.Number(),
  spread: Type.Number({ minimum: 0 }),
  n: count,
  commit: Type.String(),
  ageDays: Type.Number(),
  /** Head against the stored median, relative; null when the baseline is of another lane. */
  change: nullable(Type.Number()),
  status: Type.Union([
    Type.Literal('within-spread'),
    Type.Literal('outside-spread'),
    Type.Literal('changed'),
    Type.Literal('equal'),
    Type.Literal('stale'),
    Type.Literal('other-lane'),
  ]),
})
export type StoredComparison = Static<typeof StoredComparison>

export const MetricResult = Type.Object({
  id: Type.String(),
  title: Type.String(),
  unit: Type.String(),
  better: Type.Union([Type.Literal('lower'), Type.Literal('higher')]),
  role: Type.Union([Type.Literal('gate'), Type.Literal('inform')]),
  /** Smallest effect of interest, relative, as the policy had it; the report draws it as a band. */
  smallestEffect: Type.Optional(Type.Number({ minimum: 0 })),
  /** How much worse head may be at most to be equivalent, relative, as the policy had it. */
  margin: Type.Optional(Type.Number({ minimum: 0 })),
  base: nullable(Summary),
  head: nullable(Summary),
  /** Head / base as a ratio with the bounds of its interval; null without pairs. */
  change: nullable(
    Type.Object({
      ratio: Type.Number(),
      low: nullable(Type.Number()),
      high: nullable(Type.Number()),
      confidence: Type.Number(),
    }),
  ),
  stored: nullable(StoredComparison),
  verdict: Verdict,
})
export type MetricResult = Static<typeof MetricResult>

export const CounterResult = Type.Object({
  /** Stable over runs, e.g. `sql.calls/INSERT INTO payment …` or `redis.commands/hincrby`. */
  id: Type.String(),
  group: Type.String(),
  title: Type.String(),
  unit: Type.String(),
  /** Whole statement text or other detail, shown on demand. */
  detail: nullable(Type.String()),
  /**
   * Identical in the two passes of each arm; only then a difference between the arms is a finding.
   */
  exact: Type.Boolean(),
  /** Per operation. */
  base: nullable(Type.Number()),
  head: nullable(Type.Number()),
  stored: nullable(StoredComparison),
  role: Type.Union([Type.Literal('gate'), Type.Literal('inform')]),
  verdict: Verdict,
  /**
   * Relative: how far equal arms have been seen apart. A counter that is not exact but has one is
   * judged by it; without one it only informs.
   */
  tolerance: Type.Optional(Type.Number({ minimum: 0 })),
})
export type CounterResult = Static<typeof CounterResult>

export const InvariantResult = Type.Object({
  id: Type.String(),
  title: Type.String(),
  arm: ArmName,
  violations: count,
  /** First violating rows as text, at most a few. */
  sample: Type.Array(Type.String()),
})
export type InvariantResult = Static<typeof InvariantResult>

/** Far above any profile; judging a forged document must not take forever. */
export const maxGenerations = 200

/** All metrics of both arms in one generation; the raw data that the judge reads. */
export const Generation = Type.Object({
  /**
   * Generations of one number are of one moment, whatever their scenario, and share a sign when the
   * judge flips signs: with as many numbers as generations a run has no more pairs than one
   * scenario may have.
   */
  index: Type.Integer({ minimum: 0, maximum: maxGenerations - 1 }),
  /** Slice order, e.g. "ABBA", A being base. */
  order: Type.String(),
  /** Which arm held which identity (port, database, topic prefix). */
  slots: Type.Object({ base: count, head: count }),
  base: Type.Record(Type.String(), Type.Number()),
  head: Type.Record(Type.String(), Type.Number()),
  /** Why this pair does not count, else null. */
  dropped: nullable(Type.String()),
})
export type Generation = Static<typeof Generation>

export const ScenarioResult = Type.Object({
  name: Type.String(),
  title: Type.String(),
  kind: Type.Union([Type.Literal('journey'), Type.Literal('batch'), Type.Literal('control')]),
  status: Type.Union([
    Type.Object({ kind: Type.Literal('measured') }),
    /** An invariant was violated or the scenario threw: fast and wrong is failed. */
    Type.Object({ kind: Type.Literal('failed'), reason: Type.String(), arm: nullable(ArmName) }),
    Invalid,
    /** The baseline knows it, this run does not. */
    Type.Object({ kind: Type.Literal('missing') }),
  ]),
  metrics: Type.Array(MetricResult),
  counters: Type.Array(CounterResult),
  invariants: Type.Array(InvariantResult),
  generations: Type.Array(Generation, { maxItems: maxGenerations }),
  load: nullable(Type.Object({ base: LoadSummary, head: LoadSummary })),
  /** Of each process, by work; not flat where the scenario's limit came first. */
  warmUp: Type.Optional(Type.Object({ operations: count, isFlat: Type.Boolean() })),
  /** What was seen inside the arms; absent where no such pass ran. */
  evidence: Type.Optional(ScenarioEvidence),
  /** Likely causes of what regressed, largest first; absent where nothing did. */
  causes: Type.Optional(Type.Array(Cause, { maxItems: 100 })),
})
export type ScenarioResult = Static<typeof ScenarioResult>

export const RunResult = Type.Object({
  schema: Type.Literal(resultSchemaVersion),
  runId: Type.String(),
  startedAt: Type.String(),
  durationMs: Type.Number(),
  seed: count,
  profile: Type.String(),
  policy: Type.String(),
  kind: Type.Union([Type.Literal('comparison'), Type.Literal('self-check')]),
  base: Revision,
  head: Revision,
  fingerprint: Fingerprint,
  machine: MachineHealth,
  outcome: Outcome,
  warnings: Type.Array(Warning),
  scenarios: Type.Array(ScenarioResult),
  /** The command that repeats this run. */
  reproduce: Type.String(),
  looks: Type.Optional(Looks),
  repeated: Type.Optional(Repeated),
  changedLines: Type.Optional(ChangedLines),
  /** How good the judge has been on this lane; absent where that was never recorded. */
  judge: Type.Optional(JudgeFigures),
  joined: Type.Optional(Joined),
})
export type RunResult = Static<typeof RunResult>
