import type { Generation, InvariantResult } from '../result/document.ts'
import type { CounterPass, ScenarioRecording } from '../verdict/recording.ts'
import type { GenerationPlan } from './coin.ts'
import type { Pair } from './pair.ts'

/** One pair's measured values; whether it counts is the caller's to say. */
export type MeasuredPair = Omit<Generation, 'dropped'>

/** How scenarios of one kind are measured; the loop over generations is the same for all. */
export interface KindMeasure {
  /** Warms both arms up, levels them, measures them in the coin's order. */
  generation(pair: Pair, plan: GenerationPlan): Promise<MeasuredPair>
  /** After the last slice of a generation. */
  invariants(pair: Pair): Promise<InvariantResult[]>
  /** Both passes of both arms; empty for kinds without counters. */
  counters(): Promise<CounterPass[]>
  /** What the load generator saw, over all generations; null where there was none. */
  load(): Pick<ScenarioRecording, 'load' | 'requests'> & { readonly saturated: string | undefined }
}
