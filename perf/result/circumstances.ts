import { type Static, Type } from 'typebox'

/**
 * Under which circumstances a run measured: what was compared, on which machine, under which load.
 */
const count = Type.Integer({ minimum: 0 })
/** More than any machine has; a forged document must not fill the report with digits. */
const coresMost = 65_536
const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const LoadSummary = Type.Object({
  offeredPerSecond: Type.Number(),
  achievedPerSecond: Type.Number(),
  failures: Type.Record(Type.String(), count),
  generatorCpuCores: Type.Number(),
  dispatchLagMsP99: Type.Number(),
  eventLoopDelayMsP99: Type.Number(),
  longestQueue: count,
})
export type LoadSummary = Static<typeof LoadSummary>

export const Fingerprint = Type.Object({
  lane: Type.String(),
  cpuModel: Type.String(),
  cores: count,
  memoryBytes: count,
  os: Type.String(),
  node: Type.String(),
  postgres: Type.String(),
  redis: Type.String(),
  kafka: Type.String(),
  autocannon: Type.String(),
  provider: Type.String(),
  durability: Type.String(),
})
export type Fingerprint = Static<typeof Fingerprint>

/** What the machine was like while the run went on. */
export const MachineHealth = Type.Object({
  stealPercent: Type.Number(),
  fdatasyncMsP50: nullable(Type.Number()),
  fdatasyncMsP99: nullable(Type.Number()),
  loadAverage1: Type.Number(),
  /**
   * Cores' worth of CPU time that neither this run nor its services used, the mean over the run;
   * absent where a service runs out of sight. Of `machineCores`, all that the machine has.
   */
  othersCpuCores: Type.Optional(Type.Number({ minimum: 0, maximum: coresMost })),
  machineCores: Type.Optional(Type.Integer({ minimum: 1, maximum: coresMost })),
})
export type MachineHealth = Static<typeof MachineHealth>

export const Revision = Type.Object({
  /** As the user or the workflow named it. */
  ref: Type.String(),
  commit: Type.String(),
  /** The working tree differs from the commit. */
  dirty: Type.Boolean(),
  /** Hash of the tree's content: equal trees make a self-check. */
  tree: Type.String(),
})
export type Revision = Static<typeof Revision>
