import { pairedLogRatios } from '../stats/sample.ts'
import type { ScenarioRecording } from '../result/recording.ts'
import { own } from './own.ts'
import type { PacePolicy } from './policy.ts'

/**
 * How much slower the machine was for head than for base, by generation, as a log-ratio. The arms take
 * turns, and a neighbour that comes for a second meets one of them. A fixed piece of work that is done
 * beside either arm's slices says what the machine charged meanwhile: of equal arms the costs rise and fall
 * with it, and no change of the system reaches it (docs/judge-noise.md).
 */
export type Pace = ReadonlyMap<number, number>

/** Undefined where a generation does not say: a pace for some of the pairs would make them unlike the rest. */
export function paceOf(
  { metric, share }: PacePolicy,
  kept: ScenarioRecording['generations'],
): Pace | undefined {
  const pace = new Map<number, number>()
  for (const { index, base, head } of kept) {
    const [before, after] = [own(base, metric), own(head, metric)]
    if (before === undefined || after === undefined) return undefined
    const ratio = pairedLogRatios([before], [after])
    if (ratio.kind === 'refused') return undefined
    pace.set(index, share * (ratio.sample[0] as number))
  }
  return pace
}
