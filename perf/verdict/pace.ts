import { pairedLogRatios } from '../stats/sample.ts'
import type { ScenarioRecording } from '../result/recording.ts'
import { counterTable } from './counter-table.ts'
import { own } from './own.ts'
import type { PacePolicy } from './policy.ts'

/**
 * How much slower the machine was for head than for base, by generation, as a log-ratio. The arms take
 * turns, and a neighbour that comes for a second meets one of them. The load generator does the same for
 * each journey of either arm, at that time and on those cores, so what its own work cost then says what the
 * machine charged: of equal arms the two rise and fall together (docs/judge-noise.md).
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

/**
 * Groups of counters that tell what the generator has to do for a journey, and how far apart, relative, the
 * arms may be in them: longer answers and new connections are work for it, too.
 */
const answers: Readonly<Record<string, number>> = {
  'http.response-bytes': 0.01,
  'io.reads': 0.2,
  'io.writes': 0.2,
}

/** Why the generator's work is no measure of the machine here: the change gives it other work. */
export function paceLost({ counters }: ScenarioRecording): string | undefined {
  for (const { id, prefix, base, head } of counterTable(counters)) {
    const limit = own(answers, prefix)
    if (limit === undefined || id !== `${prefix}/total`) continue
    const [before, after] = [mean(base), mean(head)]
    const apart = before === 0 ? Number(after > 0) : after / before - 1
    if (Math.abs(apart) > limit) return `${prefix} ${signedPercent(apart)}`
  }
  return undefined
}

function mean(values: readonly number[] = []): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

const signedPercent = (share: number) => `${share < 0 ? '' : '+'}${(share * 100).toFixed(1)} %`
