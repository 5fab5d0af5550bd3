import { type Static, Type } from 'typebox'
import { Fingerprint, MachineHealth } from '../result/circumstances.ts'
import { Outcome, Verdict } from '../result/document.ts'
import { documentParser } from '../result/parse-document.ts'
import { CodePlace } from '../result/evidence.ts'
import { PackedGenerations } from './packed-generations.ts'

/**
 * The record of the judge: one small file per round, a round being one whole run whose truth is
 * known beforehand, because the change was planted or the two arms are the same. Rounds of many
 * days and machines add up; nothing is ever averaged into them, so that another judge can be tried
 * on the same numbers. Files and folders are `record-folder.ts`'s business.
 */
export const judgeRoundSchemaVersion = 'plumbline/judge-round@1'

export const maxRoundBytes = 1024 * 1024

/** `change` of a round whose two arms are one and the same commit. */
export const selfCheck = 'self-check'

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const text = Type.String({ maxLength: 4_000 })
const role = Type.Union([Type.Literal('gate'), Type.Literal('inform')])

export const RecordedMetric = Type.Object({ id: Type.String(), role, verdict: Verdict })
export type RecordedMetric = Static<typeof RecordedMetric>

/** A group's total, and of its members those alone that changed. Values are per operation. */
export const RecordedCounter = Type.Object({
  id: Type.String(),
  role,
  exact: Type.Boolean(),
  base: nullable(Type.Number()),
  head: nullable(Type.Number()),
  tolerance: Type.Optional(Type.Number({ minimum: 0 })),
  verdict: Verdict,
})
export type RecordedCounter = Static<typeof RecordedCounter>

/** Per operation, one value per repetition. */
export const RecordedInstructions = Type.Object({
  process: Type.Union([Type.Literal('system'), Type.Literal('postgres')]),
  tools: Type.String(),
  base: Type.Array(Type.Number(), { maxItems: 50 }),
  head: Type.Array(Type.Number(), { maxItems: 50 }),
})
export type RecordedInstructions = Static<typeof RecordedInstructions>

export const RecordedScenario = Type.Object({
  name: Type.String(),
  kind: Type.Union([Type.Literal('journey'), Type.Literal('batch'), Type.Literal('control')]),
  /** `measured`, or what else became of it, and why. */
  status: Type.Object({ kind: Type.String(), reason: nullable(text) }),
  generations: PackedGenerations,
  metrics: Type.Array(RecordedMetric),
  counters: Type.Array(RecordedCounter),
  instructions: Type.Array(RecordedInstructions),
  /** The first few, largest first. */
  causes: Type.Array(
    Type.Object({
      kind: Type.String(),
      title: text,
      place: nullable(CodePlace),
      touched: Type.Boolean(),
    }),
  ),
})
export type RecordedScenario = Static<typeof RecordedScenario>

/**
 * What the run made of the truth. `caught`: an expected gate regressed. `missed`: none did, and the
 * one that tells most was decided. `false`: a gate regressed that this change cannot move. `clean`:
 * nothing planted, nothing said. `inconclusive`: the run could not measure, or what tells most was
 * left undecided. `broken`: the system itself failed, so the round says nothing of the judge.
 */
export const Assessment = Type.Enum([
  'caught',
  'missed',
  'false',
  'clean',
  'inconclusive',
  'broken',
])
export type Assessment = Static<typeof Assessment>

export const JudgeRound = Type.Object({
  schema: Type.Literal(judgeRoundSchemaVersion),
  /** Name of the planted change, or `self-check`. */
  change: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 100 }),
  /**
   * Hash of the patch, so that rounds of an older patch of that name are told apart; null for a
   * self-check.
   */
  patch: nullable(Type.String()),
  harmful: Type.Boolean(),
  /** ISO 8601, UTC. */
  takenAt: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$' }),
  /** From the command to its verdict, the services' start included. */
  durationMs: Type.Number({ minimum: 0 }),
  /** Of base. */
  commit: Type.String({ pattern: '^[0-9a-f]{40}$' }),
  profile: Type.String(),
  policy: Type.String(),
  seed: Type.Integer({ minimum: 0 }),
  scenarioGlob: Type.String(),
  /** Whether instructions were asked for, by flag or profile; absent where nobody wrote it down. */
  countsInstructions: Type.Optional(Type.Boolean()),
  fingerprint: Fingerprint,
  machine: MachineHealth,
  outcome: Outcome,
  assessment: Assessment,
  /** Whether one of the first causes named what was planted; null where nothing was caught. */
  causeRight: nullable(Type.Boolean()),
  /** In generations, those at which the run looked. */
  looks: Type.Optional(Type.Array(Type.Integer(), { maxItems: 20 })),
  repeated: Type.Optional(text),
  scenarios: Type.Array(RecordedScenario, { maxItems: 50 }),
})
export type JudgeRound = Static<typeof JudgeRound>

export interface JudgeRecord {
  /** Oldest first. */
  readonly rounds: readonly JudgeRound[]
}

/** Throws KnownFailure('input') for anything but a round. */
export const parseRound = documentParser({
  what: 'judge round',
  version: judgeRoundSchemaVersion,
  maxBytes: maxRoundBytes,
  schema: JudgeRound,
})

export function roundsOfLane(record: JudgeRecord, lane: string): JudgeRound[] {
  return record.rounds.filter(({ fingerprint }) => fingerprint.lane === lane)
}
