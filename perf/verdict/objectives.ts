import type { MetricResult, Warning } from '../result/document.ts'
import type { Objective, ScenarioRecording } from '../result/recording.ts'
import { policy } from './policy.ts'

/**
 * Objectives are absolute: head meets them or the run fails, whatever base does. One that is stated for more
 * load than this run made was not put to the test, and that is said in place of a verdict.
 */
export function objectiveNotes(
  { name, objectives, load }: ScenarioRecording,
  metrics: readonly MetricResult[],
): Warning[] {
  return (objectives ?? []).flatMap((objective): Warning[] => {
    const subject = `${name}: objective ${objective.metric} ${comparison(objective)}`
    const metric = metrics.find(({ id }) => id === objective.metric)
    const head = metric?.head?.median
    if (head === undefined) {
      return [{ code: 'objective-not-run', message: `${subject}: not measured`, gate: false }]
    }
    const achieved = load?.head.achievedPerSecond ?? 0
    const { atPerSecond } = objective
    if (atPerSecond !== null && achieved < atPerSecond * policy.objectiveLoadShare) {
      const message = `${subject}: stated for ${atPerSecond}/s, this run reached ${Math.round(achieved)}/s: not put to the test`
      return [{ code: 'objective-not-run', message, gate: false }]
    }
    if (isMet(objective, head)) return []
    const base = metric?.base?.median
    const shared = base !== undefined && !isMet(objective, base) ? '; base misses it, too' : ''
    const message = `${subject}: head has ${head}${shared}`
    return [{ code: 'objective-missed', message, gate: true }]
  })
}

function isMet({ compare, limit }: Objective, value: number): boolean {
  return compare === 'at most' ? value <= limit : value >= limit
}

function comparison({ compare, limit }: Objective): string {
  return `${compare} ${limit}`
}
