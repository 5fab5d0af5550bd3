import { type Static, Type } from 'typebox'

/**
 * What was seen inside the two arms, in passes of their own that cost the timings nothing: which
 * code ran how often, which function took the CPU, how statements were planned, what was waited
 * for. It is what an explanation is made of; nothing here decides. All figures are per operation
 * unless a name says otherwise; null is "this arm has no such thing". Lists are capped, because a
 * pull request's artifact carries them.
 */
export const textMost = 4_000
export const functionNameMost = 300
export const fileNameMost = 500
const text = Type.String({ maxLength: textMost })
const perOp = Type.Union([Type.Number(), Type.Null()])

/**
 * A function in an arm's source. `file` is relative to the checkout; Node's own begin with `node:`.
 */
export const CodePlace = Type.Object({
  function: Type.String({ maxLength: functionNameMost }),
  file: Type.String({ maxLength: fileNameMost }),
  /** From 1; 0 where there is no source, as for native code. */
  line: Type.Integer({ minimum: 0 }),
  /** Where the function ends, as far as it is known. */
  lastLine: Type.Optional(Type.Integer({ minimum: 0 })),
})
export type CodePlace = Static<typeof CodePlace>

/** A function or a code block of it (a branch, a loop's body) that ran another number of times. */
export const ExecutionChange = Type.Object({
  /** Where it stands in head, or in base if head lacks it. */
  place: CodePlace,
  kind: Type.Union([Type.Literal('function'), Type.Literal('block')]),
  /** First line of its source text. */
  source: text,
  base: perOp,
  head: perOp,
})
export type ExecutionChange = Static<typeof ExecutionChange>

/** Cost of one function's own lines, not of what it calls: microseconds, instructions, or bytes. */
export const FunctionCost = Type.Object({ place: CodePlace, base: perOp, head: perOp })
export type FunctionCost = Static<typeof FunctionCost>

export const flameFramesMost = 5_000
export const flameStacksMost = 5_000

/** Sampled stacks of both arms over one list of frames; a stack is indices into it, root first. */
export const FlameGraph = Type.Object({
  frames: Type.Array(CodePlace, { maxItems: flameFramesMost }),
  stacks: Type.Array(
    Type.Object({
      frames: Type.Array(Type.Integer({ minimum: 0 }), { maxItems: 200 }),
      /** Self CPU time in microseconds per operation. */
      baseUs: Type.Number({ minimum: 0 }),
      headUs: Type.Number({ minimum: 0 }),
    }),
    { maxItems: flameStacksMost },
  ),
})
export type FlameGraph = Static<typeof FlameGraph>

export const CpuProfiles = Type.Object({
  /** Over which the samples were taken. */
  operations: Type.Object({ base: Type.Integer(), head: Type.Integer() }),
  /** Time between two samples: a function's cost is no finer than a few of these. */
  samplingUs: Type.Optional(Type.Number({ minimum: 0 })),
  /** Largest difference first. */
  functions: Type.Array(FunctionCost, { maxItems: 200 }),
  flame: FlameGraph,
})
export type CpuProfiles = Static<typeof CpuProfiles>

/** Plans as `explain` prints them, with costs and counts left out where `changed` compares them. */
export const StatementPlan = Type.Object({
  /** The normalised statement, as the counters' `detail` has it. */
  statement: text,
  base: Type.Union([text, Type.Null()]),
  head: Type.Union([text, Type.Null()]),
  /** The shapes differ: other nodes, indexes or join order. */
  changed: Type.Boolean(),
})
export type StatementPlan = Static<typeof StatementPlan>

/**
 * An index, trigger, constraint, column or storage setting that one arm's migrations made
 * otherwise.
 */
export const SchemaChange = Type.Object({
  kind: Type.Enum(['index', 'trigger', 'constraint', 'column', 'storage']),
  table: Type.String({ maxLength: 300 }),
  /** `payment_idempotency_key` */
  name: Type.String({ maxLength: 300 }),
  /** As SQL says it. */
  base: Type.Union([text, Type.Null()]),
  head: Type.Union([text, Type.Null()]),
})
export type SchemaChange = Static<typeof SchemaChange>

/**
 * What Postgres did for one statement while an arm was under load; batches form there as they do in
 * earnest.
 */
const StatementUse = Type.Object({ calls: Type.Number(), rows: Type.Number(), us: Type.Number() })
export const StatementCost = Type.Object({
  /** The normalised statement, as the counters' `detail` has it. */
  statement: text,
  base: Type.Union([StatementUse, Type.Null()]),
  head: Type.Union([StatementUse, Type.Null()]),
})
export type StatementCost = Static<typeof StatementCost>

/** What one arm waited for while it was under load. */
export const Waits = Type.Object({
  eventLoopDelayMsP50: Type.Number(),
  eventLoopDelayMsP99: Type.Number(),
  eventLoopDelayMsMax: Type.Number(),
  gcUsPerOp: Type.Number(),
  gcPauseMsMax: Type.Number(),
  /**
   * Waiting sessions of Postgres as sampled: event, e.g. `Lock/transactionid`, and the statement
   * that waited.
   */
  postgres: Type.Array(
    Type.Object({
      event: Type.String({ maxLength: 200 }),
      statement: text,
      samples: Type.Integer(),
    }),
    { maxItems: 50 },
  ),
  /**
   * How busy each resource was, 0 to 1 of its own capacity, busiest first: `event loop`,
   * `database pool`, `Redis`, `busiest Postgres process`, `disk`; of all cores `Postgres CPU`,
   * `Kafka CPU`, `machine CPU`.
   */
  resources: Type.Array(
    Type.Object({ name: Type.String({ maxLength: 100 }), utilisation: Type.Number() }),
    { maxItems: 20 },
  ),
  /** Event-loop blocks: stretches in which one function kept the thread, longest first. */
  blocks: Type.Optional(
    Type.Array(Type.Object({ place: CodePlace, ms: Type.Number({ minimum: 0 }) }), {
      maxItems: 10,
    }),
  ),
  /**
   * Mean length of what the system says is waiting: `postgres_pool waiting`,
   * `kafka_consumer_lag_messages`.
   */
  queues: Type.Optional(
    Type.Array(Type.Object({ name: Type.String({ maxLength: 200 }), mean: Type.Number() }), {
      maxItems: 50,
    }),
  ),
})
export type Waits = Static<typeof Waits>

/** Instructions per operation of one process under Valgrind, one value per repetition. */
export const InstructionReading = Type.Object({
  process: Type.Union([Type.Literal('system'), Type.Literal('postgres')]),
  base: Type.Array(Type.Number({ minimum: 0 }), { maxItems: 50 }),
  head: Type.Array(Type.Number({ minimum: 0 }), { maxItems: 50 }),
  /** Largest difference first. */
  functions: Type.Array(FunctionCost, { maxItems: 200 }),
})
export type InstructionReading = Static<typeof InstructionReading>

export const Instructions = Type.Union([
  Type.Object({
    kind: Type.Literal('counted'),
    /**
     * What a stored value is keyed by, e.g.
     * `valgrind-3.19.0 node-26.10.0 postgres-18.4 set-up-1f2e3d4c`.
     */
    tools: Type.String({ maxLength: 200 }),
    readings: Type.Array(InstructionReading, { maxItems: 2 }),
  }),
  /** The report says that this gate did not run, and why. */
  Type.Object({ kind: Type.Literal('skipped'), reason: text }),
])
export type Instructions = Static<typeof Instructions>

export const ScenarioEvidence = Type.Object({
  execution: Type.Optional(Type.Array(ExecutionChange, { maxItems: 500 })),
  instructions: Type.Optional(Instructions),
  profiles: Type.Optional(CpuProfiles),
  statements: Type.Optional(Type.Array(StatementCost, { maxItems: 100 })),
  /**
   * Bytes per operation that were allocated under load and are still held, by the function that
   * allocated them.
   */
  retained: Type.Optional(Type.Array(FunctionCost, { maxItems: 50 })),
  schema: Type.Optional(Type.Array(SchemaChange, { maxItems: 200 })),
  plans: Type.Optional(Type.Array(StatementPlan, { maxItems: 100 })),
  waits: Type.Optional(Type.Object({ base: Waits, head: Waits })),
})
export type ScenarioEvidence = Static<typeof ScenarioEvidence>

/** Lines of head that the change touched, by file; a deletion is the line after which it was. */
export const ChangedLines = Type.Array(
  Type.Object({
    file: Type.String({ maxLength: fileNameMost }),
    ranges: Type.Array(Type.Object({ first: Type.Integer(), last: Type.Integer() }), {
      maxItems: 2_000,
    }),
  }),
  { maxItems: 1_000 },
)
export type ChangedLines = Static<typeof ChangedLines>

/** One likely reason of a regression, in a sentence, with what it was read from. */
export const Cause = Type.Object({
  kind: Type.Enum([
    'statement',
    'plan',
    'redis',
    'kafka',
    'http',
    'response',
    'execution',
    'function',
    'garbage-collection',
    'event-loop',
    'lock',
    'disk',
    'resource',
  ]),
  /** "INSERT INTO audit … is new: 1 call per operation" */
  title: text,
  /** Statement text, both plans, or the source line; shown on demand. */
  detail: Type.Union([text, Type.Null()]),
  place: Type.Union([CodePlace, Type.Null()]),
  /** `place` lies in lines that the change touched. */
  touched: Type.Boolean(),
  /**
   * `place` is the one source file of the change: where the cause must lie, not where it was seen.
   */
  onlyChangedFile: Type.Optional(Type.Boolean()),
  /**
   * How large it is: the share of the arm's cost per operation that it adds (0.2 is 20 %), as far
   * as one can tell.
   */
  weight: Type.Union([Type.Number(), Type.Null()]),
})
export type Cause = Static<typeof Cause>
