import { type Static, Type } from 'typebox'
import { Fingerprint, MachineHealth, Revision } from '../result/circumstances.ts'
import { InvariantResult, Outcome } from '../result/document.ts'
import { EventFigures } from './event-figures.ts'

/**
 * The result document of one run of a shape: what was asked, what came, what was decided. Reports
 * show nothing else. Times of stretches and parts are in ms from the schedule's beginning, those of
 * observations from when watching began, which is while connections are made.
 */
export const shapeSchemaVersion = 'plumbline/shape@1'

const count = Type.Integer({ minimum: 0 })
const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** Of whole journeys from when due, in ms; what was never answered counts with the time waited. */
export const LatencyFigures = Type.Object({
  mean: Type.Number(),
  p50: Type.Number(),
  p95: Type.Number(),
  p99: Type.Number(),
  max: Type.Number(),
})
export type LatencyFigures = Static<typeof LatencyFigures>

/** `shed` was refused with a time to come again; `errors` is what else went wrong. */
export const PhaseFigures = Type.Object({
  seconds: Type.Number(),
  offered: count,
  completed: count,
  shed: count,
  errors: Type.Number(),
  offeredPerSecond: Type.Number(),
  completedPerSecond: Type.Number(),
  latencyMs: nullable(LatencyFigures),
})
export type PhaseFigures = Static<typeof PhaseFigures>

export const PartResult = Type.Object({
  role: Type.Enum(['ramp', 'normal', 'overload', 'recovery']),
  fromMs: Type.Number(),
  toMs: Type.Number(),
  level: Type.Number(),
  figures: PhaseFigures,
})
export type PartResult = Static<typeof PartResult>

export const StretchResult = Type.Object({
  toMs: Type.Number(),
  offeredPerSecond: Type.Number(),
  completedPerSecond: Type.Number(),
  shed: count,
  errors: Type.Number(),
  latencyMs: nullable(LatencyFigures),
  queued: count,
  generatorCores: Type.Number(),
})
export type StretchResult = Static<typeof StretchResult>

/** What was promised, what came of it. */
export const ObjectiveResult = Type.Object({
  what: Type.String(),
  unit: Type.String(),
  compare: Type.Enum(['at most', 'at least']),
  limit: Type.Number(),
  value: nullable(Type.Number()),
  isKept: Type.Boolean(),
})
export type ObjectiveResult = Static<typeof ObjectiveResult>

/** How often each of a group's labels came against its weight, by chi-square. */
export const MixResult = Type.Object({
  group: Type.String(),
  shares: Type.Array(Type.Object({ label: Type.String(), weight: Type.Number(), count: count }), {
    maxItems: 50,
  }),
  chiSquare: Type.Number(),
  degreesOfFreedom: count,
  pValue: Type.Number(),
  fits: Type.Boolean(),
})
export type MixResult = Static<typeof MixResult>

/** CPU by wall time while the load went on; null where a part runs out of sight. */
export const CoresUsed = Type.Record(Type.String(), nullable(Type.Number()))
export type CoresUsed = Static<typeof CoresUsed>

/** What the system tells of itself while it is loaded; what it does not tell is not there. */
export const Observation = Type.Object({
  atMs: Type.Number(),
  values: Type.Record(Type.String(), Type.Number()),
})
export type Observation = Static<typeof Observation>

export const GeneratorResult = Type.Object({
  cores: Type.Number(),
  dispatchLagMsP99: Type.Number(),
  eventLoopDelayMsP99: Type.Number(),
  longestQueue: count,
  rssBytes: Type.Number(),
  /** Why the generator, not the system, was the limit. */
  saturated: nullable(Type.String()),
})
export type GeneratorResult = Static<typeof GeneratorResult>

/** Of one load on the system: a shape has one, a ladder one for each step. */
export const LoadFigures = Type.Object({
  durationMs: Type.Number(),
  whole: PhaseFigures,
  /** Without ramps; what objectives are held against. */
  steady: PhaseFigures,
  parts: Type.Array(PartResult),
  stretches: Type.Array(StretchResult),
  failures: Type.Record(Type.String(), count),
  timeouts: count,
  connectionErrors: count,
  acknowledged: count,
  labels: Type.Record(Type.String(), count),
  volumesMinor: Type.Record(Type.String(), Type.String()),
  /** Waited after the last answer until nothing was in flight any more. */
  drainMs: Type.Number(),
  cores: CoresUsed,
  /** Highest since the system began; null where its process is out of sight. */
  systemRssBytesPeak: nullable(Type.Number()),
  /** Null where nobody read the topic, as on a ladder, or nothing came. */
  events: nullable(EventFigures),
  generator: GeneratorResult,
  observations: Type.Array(Observation),
})
export type LoadFigures = Static<typeof LoadFigures>

/** One rate of a ladder; `pressure` is how full each thing was, 0 to 1 of its own capacity. */
export const LadderStep = Type.Object({
  journeysPerSecond: Type.Number(),
  isKept: Type.Boolean(),
  /** False where the generator did not offer what was asked: then the system did not lose it. */
  isOffered: Type.Boolean(),
  lostBecause: nullable(Type.String()),
  figures: PhaseFigures,
  pressure: Type.Record(Type.String(), Type.Number()),
  cores: CoresUsed,
  generator: GeneratorResult,
})
export type LadderStep = Static<typeof LadderStep>

export const LadderResult = Type.Object({
  steps: Type.Array(LadderStep),
  /** In journeys per second. */
  knee: nullable(
    Type.Object({
      level: Type.Number(),
      low: Type.Number(),
      high: Type.Number(),
      confidence: Type.Number(),
      turns: count,
    }),
  ),
  bottleneck: nullable(Type.Object({ name: Type.String(), evidence: Type.Array(Type.String()) })),
})
export type LadderResult = Static<typeof LadderResult>

/** How one thing grew over a soak; all null where too little was read. */
export const GrowthResult = Type.Object({
  name: Type.String(),
  unit: Type.String(),
  /** Growth that is proven fails the run. */
  mayFail: Type.Boolean(),
  stretches: count,
  perHour: nullable(Type.Number()),
  low: nullable(Type.Number()),
  high: nullable(Type.Number()),
  pValue: nullable(Type.Number()),
  level: nullable(Type.Number()),
  capacity: nullable(Type.Number()),
  hoursToExhaustion: nullable(Type.Number()),
  verdict: Type.Enum(['leak', 'slowing', 'slow', 'steady', 'unknown']),
  why: Type.String(),
})
export type GrowthResult = Static<typeof GrowthResult>

/** What is still held of what one function had allocated since warm-up. */
export const HeldResult = Type.Object({ name: Type.String(), bytes: Type.Number() })
export type HeldResult = Static<typeof HeldResult>

/** Of a load that was too much for a while; times after its end. */
export const RecoveryResult = Type.Object({
  normalMsP95: Type.Number(),
  /** Up to which it counts as recovered. */
  limitMsP95: Type.Number(),
  /** Null where it did not while it was watched. */
  recoveredAfterMs: nullable(Type.Number()),
  overload: Type.Object({
    acceptedPerSecond: Type.Number(),
    acceptedShare: Type.Number(),
    shedShare: Type.Number(),
    errorShare: Type.Number(),
    latencyMsP99: nullable(Type.Number()),
  }),
})
export type RecoveryResult = Static<typeof RecoveryResult>

export const LevelAsked = Type.Union([
  Type.Object({ kind: Type.Literal('rate'), journeysPerSecond: Type.Number() }),
  Type.Object({
    kind: Type.Literal('users'),
    users: count,
    thinkMs: Type.Number(),
    /** What that amounts to with the response time that was seen (X7). */
    journeysPerSecond: nullable(Type.Number()),
  }),
])

export const ShapeResult = Type.Object({
  schema: Type.Literal(shapeSchemaVersion),
  runId: Type.String(),
  startedAt: Type.String(),
  /** When the load was asked for; its schedule begins once connections are up. */
  loadedFrom: Type.String(),
  shape: Type.Enum(['smoke', 'load', 'stress', 'spike', 'soak', 'breakpoint']),
  title: Type.String(),
  scenario: Type.String(),
  journey: Type.String(),
  level: LevelAsked,
  connections: count,
  seed: count,
  head: Revision,
  fingerprint: Fingerprint,
  machine: MachineHealth,
  /** Of a ladder, that of the highest rate below the knee that was kept. */
  load: LoadFigures,
  ladder: Type.Optional(LadderResult),
  recovery: Type.Optional(RecoveryResult),
  growth: Type.Optional(Type.Array(GrowthResult)),
  held: Type.Optional(Type.Array(HeldResult)),
  mixes: Type.Array(MixResult),
  objectives: Type.Array(ObjectiveResult),
  invariants: Type.Array(InvariantResult),
  outcome: Outcome,
  /** Why it is not `passed`, one sentence each. */
  reasons: Type.Array(Type.String()),
  warnings: Type.Array(Type.String()),
  reproduce: Type.String(),
})
export type ShapeResult = Static<typeof ShapeResult>
