import type { Generation, InvariantResult } from '../../result/document.ts'
import type { MetricDescription, ScenarioRecording } from '../../result/recording.ts'
import type { GenerationPlan } from '../generation/coin.ts'
import type { Pair, Station } from '../generation/pair.ts'
import type { FoundWarmUp } from '../generation/warm-up.ts'

/** One pair's measured values; whether it counts is the caller's to say. */
export type MeasuredPair = Omit<Generation, 'dropped'>

/**
 * A seeded, fixed number of operations, one after the other: every pass over it, on either arm,
 * does the same work. Whoever counts something without timing it runs this.
 */
export interface SerialWork {
  /** Operations before counting begins: connections, caches and prepared statements. */
  readonly settleOperations: number
  readonly operations: number
  /** Does that many operations one after the other, spread over `overMs` when that is longer. */
  readonly run: (station: Station, operations: number, overMs: number) => Promise<void>
}

export interface LoadedWork {
  readonly operations: number
  readonly durationMs: number
}

/** How scenarios of one kind are measured; the loop over generations is the same for all. */
export interface KindMeasure {
  /**
   * Found by the first generation; undefined before it, and for kinds that do not search for it.
   */
  readonly warmUp?: FoundWarmUp | undefined
  /** Warms both arms up, levels them, measures them in the coin's order. */
  generation(pair: Pair, plan: GenerationPlan): Promise<MeasuredPair>
  /** After the last slice of a generation. */
  invariants(pair: Pair): Promise<InvariantResult[]>
  /**
   * What the passes that count do one after the other; undefined for kinds that have nothing to
   * count.
   */
  readonly serialWork: SerialWork | undefined
  /**
   * Loads one arm for `seconds` as the closed slices do, for the passes that look inside; undefined
   * as above.
   */
  readonly underLoad: ((station: Station, seconds: number) => Promise<LoadedWork>) | undefined
  /** Of metric ids that the policy does not know. */
  readonly metricDescriptions?: Readonly<Record<string, MetricDescription>>
  /** What the load generator saw, over all generations; null where there was none. */
  load(): Pick<ScenarioRecording, 'load' | 'requests'> & { readonly saturated: string | undefined }
}
