import { type Static, Type } from 'typebox'
import { Fingerprint, MachineHealth } from './circumstances.ts'
import { Looks, Outcome, Repeated, Warning } from './run-parts.ts'

const count = Type.Integer({ minimum: 0 })

/** In a joined document, the run of one scenario group: what holds of it and not of the others. */
export const GroupRun = Type.Object({
  name: Type.String(),
  /** As the joined document names them. */
  scenarios: Type.Array(Type.String(), { maxItems: 100 }),
  startedAt: Type.String(),
  durationMs: Type.Number(),
  seed: count,
  fingerprint: Fingerprint,
  machine: MachineHealth,
  outcome: Outcome,
  warnings: Type.Array(Warning),
  reproduce: Type.String(),
  looks: Type.Optional(Looks),
  repeated: Type.Optional(Repeated),
})
export type GroupRun = Static<typeof GroupRun>

/**
 * What a document is that joins those of several scenario groups, each measured on a machine of its
 * own.
 */
export const Joined = Type.Object({
  groups: Type.Array(GroupRun, { maxItems: 20 }),
  /**
   * Share of runs of equal arms in which any of the groups may alarm: the sum of their families'
   * rates.
   */
  falseAlarmRate: Type.Number({ minimum: 0 }),
})
export type Joined = Static<typeof Joined>
