import type { Journey } from '../load/journey.ts'
import type { Objective } from '../result/recording.ts'
import type { TargetClient } from '../target/client.ts'

/**
 * A scenario is one `*.perf.ts` file whose default export is `scenario({...})`. Under vitest that
 * registers a test which measures it; in the load generator's process the same import only yields
 * the value. Scenario files hold no I/O of their own beyond what `TargetClient` offers.
 */
export type Scenario = JourneyScenario | BatchScenario | ControlScenario

interface Common {
  /** The name on the command line and of the baseline file; equal to the file's name. */
  readonly name: string
  readonly title: string
  /** Ids of `system/invariants/*.sql` queries that must find nothing after the load. */
  readonly invariants: readonly string[]
  /**
   * Ids of operations in the API's document that it cannot do without. Where base lacks one, the
   * scenario is new: head is measured alone.
   */
  readonly operations?: readonly string[]
  /** What head has to keep whatever base does. */
  readonly objectives?: readonly Objective[]
}

export interface JourneyScenario extends Common {
  readonly kind: 'journey'
  readonly journey: Journey
  /** Latency is measured at this arrival rate, from the intended start. */
  readonly open: { readonly journeysPerSecond: number; readonly connections: number }
  /** Cost and throughput are measured with this many clients, each always busy. */
  readonly closed: { readonly connections: number }
  readonly slices: SlicePlan
  /** Upper limit of journeys that warm one process up; it ends sooner when cost is flat. */
  readonly warmUpJourneysMost: number
  /** Journeys of the serial counter pass. */
  readonly counterJourneys: number
}

export interface SlicePlan {
  /** Closed-loop slices of one arm in one generation, and their length. */
  readonly closedCount: number
  readonly closedMs: number
  readonly openCount: number
  readonly openMs: number
}

export interface BatchScenario extends Common {
  readonly kind: 'batch'
  /**
   * One batch from submission to durable completion; `index` never repeats within a database.
   * Answers the identifier of the work that the system acknowledged, for the invariants.
   */
  readonly run: (client: TargetClient, index: number) => Promise<string>
  /** What must hold afterwards, too, and only the running system can tell. */
  readonly oracles?: readonly ScenarioOracle[]
  readonly warmUpBatches: number
  readonly slicesPerArm: number
  readonly batchesPerSlice: number
  readonly counterBatches: number
}

export interface ScenarioOracle {
  readonly id: string
  /** What must be true, in words. */
  readonly title: string
  /** Asks the system after its load, through the client that loaded it. @returns one text each */
  readonly violations: (client: TargetClient) => Promise<readonly string[]>
}

/** Nothing that a change to the money path can reach: if these move, the machine moved. */
export interface ControlScenario extends Common {
  readonly kind: 'control'
  /** The static endpoint. */
  readonly journey: Journey
  readonly connections: number
  readonly slicesPerArm: number
  readonly sliceMs: number
  /** Rounds of the spin loop per slice. */
  readonly spinRounds: number
}

type Registrar = (definition: Scenario) => void

let registrar: Registrar | undefined

/** Set by vitest's setup file; nobody else registers anything. */
export function registerScenariosWith(next: Registrar): void {
  registrar = next
}

/** The one function that a scenario file calls. */
export function scenario<S extends Scenario>(definition: S): S {
  registrar?.(definition)
  return definition
}
