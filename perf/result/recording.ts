import { type Static, Type } from 'typebox'
import { ScenarioEvidence } from './evidence.ts'
import { ArmName, Generation, InvariantResult, maxGenerations } from './document.ts'
import { LoadSummary } from './circumstances.ts'

/**
 * What measuring hands to judging: one scenario, raw, with nothing decided. Measuring writes one
 * file per scenario, the judge reads it back through `perf/result/read.ts`; it is also what a
 * replay needs.
 */
export const recordingSchemaVersion = 'plumbline/recording@1'

const count = Type.Integer({ minimum: 0 })

/** How to read a metric that `policy.ts` does not know; such a metric informs and never gates. */
export const MetricDescription = Type.Object({
  title: Type.String(),
  unit: Type.String(),
  better: Type.Union([Type.Literal('lower'), Type.Literal('higher')]),
})
export type MetricDescription = Static<typeof MetricDescription>

/**
 * One counter of one pass, `value` being per operation. `group` is the part of the id before its
 * first slash (`sql.calls`). `<group>/total` gates and the members explain; where a total is absent
 * the judge adds the members up. `detail` is the whole statement text: counters that have one are
 * matched across arms by it, not by id. `byClock` is set where a timer may have made it, however
 * well the passes of one arm agree: between the arms it then says nothing.
 */
export const CounterValue = Type.Object({
  value: Type.Number({ minimum: 0 }),
  unit: Type.String(),
  group: Type.String(),
  title: Type.String(),
  detail: Type.Union([Type.String(), Type.Null()]),
  byClock: Type.Optional(Type.Literal(true)),
})
export type CounterValue = Static<typeof CounterValue>

/** The fewest that tell what repeats itself from what does not. */
export const passesPerArm = 2

/** One serial, seeded, fixed-count pass over one arm; all passes of both arms do the same work. */
export const CounterPass = Type.Object({
  arm: ArmName,
  pass: Type.Union([Type.Literal(1), Type.Literal(2)]),
  values: Type.Record(Type.String(), CounterValue),
})
export type CounterPass = Static<typeof CounterPass>

/**
 * Answers over all slices of one arm; `failed` counts unexpected answers, timeouts and connection
 * errors.
 */
export const RequestTotals = Type.Object({ completed: count, failed: count })
export type RequestTotals = Static<typeof RequestTotals>

/** What a scenario promises absolutely, in the metric's own unit. */
export const Objective = Type.Object({
  metric: Type.String(),
  compare: Type.Union([Type.Literal('at most'), Type.Literal('at least')]),
  limit: Type.Number(),
  /** Journeys per second that it is stated for; null where it holds at any load. */
  atPerSecond: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
})
export type Objective = Static<typeof Objective>

export const ScenarioRecording = Type.Object({
  schema: Type.Literal(recordingSchemaVersion),
  name: Type.String({ minLength: 1 }),
  title: Type.String(),
  kind: Type.Union([Type.Literal('journey'), Type.Literal('batch'), Type.Literal('control')]),
  /** Every generation that was begun, also those lost (`dropped` says why). */
  generations: Type.Array(Generation, { maxItems: maxGenerations }),
  /** For metric ids that the policy does not know. */
  metricDescriptions: Type.Optional(Type.Record(Type.String(), MetricDescription)),
  /** Empty when no counter pass was run; the report then says that this gate did not run. */
  counters: Type.Array(CounterPass),
  invariants: Type.Array(InvariantResult),
  load: Type.Union([Type.Object({ base: LoadSummary, head: LoadSummary }), Type.Null()]),
  /** Null where a scenario sends no requests; otherwise the error-rate gate reads it. */
  requests: Type.Union([Type.Object({ base: RequestTotals, head: RequestTotals }), Type.Null()]),
  /**
   * A system failed and the scenario could not go on; `arm` is whose it was, null where both
   * failed.
   */
  failure: Type.Optional(
    Type.Object({ reason: Type.String(), arm: Type.Union([ArmName, Type.Null()]) }),
  ),
  evidence: Type.Optional(ScenarioEvidence),
  objectives: Type.Optional(Type.Array(Objective, { maxItems: 50 })),
  /** What the first generation found to be enough; the generations of a later look do as much. */
  warmUpOperations: Type.Optional(count),
  /** Whether cost was flat after that; false where the scenario's limit came first. */
  warmUpIsFlat: Type.Optional(Type.Boolean()),
  /** Why the generator, not the system, was the limit: the scenario is then invalid. */
  generatorSaturated: Type.Optional(Type.String()),
})
export type ScenarioRecording = Static<typeof ScenarioRecording>
