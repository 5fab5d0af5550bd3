import { exact } from '../counts.ts'
import { quantity } from '../quantity.ts'
import type { MetricResult, Warning } from '../result/document.ts'
import type { Objective, ScenarioRecording } from '../result/recording.ts'
import { objectiveMissedCode, warning } from '../result/warning.ts'
import { metricPolicy, policy } from './policy.ts'

/**
 * Objectives are absolute: head meets them or the run fails, whatever base does. One that is stated
 * for more load than this run made was not put to the test, and that is said in place of a verdict.
 */
export function objectiveWarnings(
  { name, objectives, load }: ScenarioRecording,
  metrics: readonly MetricResult[],
): Warning[] {
  return (objectives ?? []).flatMap((objective): Warning[] => {
    const metric = metrics.find(({ id }) => id === objective.metric)
    const { title, unit } = metric ?? metricPolicy(objective.metric)
    const subject = `${name}: objective ${inSentence(title)}`
    const head = metric?.head?.median
    const base = metric?.base?.median
    const text = writerFor(unit, objective.limit, [head, base])
    const promised = `${objective.compare} ${text(objective.limit)}`
    if (head === undefined) return [notRun(`${subject} ${promised} was not measured`)]
    const achieved = load?.head.achievedPerSecond ?? 0
    const { atPerSecond } = objective
    if (atPerSecond !== null && achieved < atPerSecond * policy.objectiveLoadShare) {
      const [stated, reached] = [atPerSecond, achieved].map((rate) => quantity(rate, '/s'))
      const why = `it is stated for ${stated}, this run reached ${reached}`
      return [notRun(`${subject} ${promised} was not put to the test: ${why}`)]
    }
    if (isMet(objective, head)) return []
    const message = `${subject} ${promised} is missed: ${figures(objective, head, base, text)}`
    return [{ code: objectiveMissedCode, message, gate: true }]
  })
}

function figures(
  objective: Objective,
  head: number,
  base: number | undefined,
  text: Writer,
): string {
  if (base === undefined) return `head has ${text(head)}`
  return isMet(objective, base)
    ? `head has ${text(head)}, base ${text(base)}`
    : `head has ${text(head)}; base misses it, too, with ${text(base)}`
}

type Writer = (value: number) => string

/**
 * As reports have it; with all digits where the limit and what an arm has would else read the same.
 */
function writerFor(unit: string, limit: number, arms: readonly (number | undefined)[]): Writer {
  const scaled: Writer = (value) => quantity(value, unit)
  const isHidden = (value: number | undefined) =>
    value !== undefined && value !== limit && scaled(value) === scaled(limit)
  return arms.some(isHidden) ? (value) => `${exact(value)} ${unit}` : scaled
}

function notRun(message: string): Warning {
  return warning('objective-not-run', message)
}

function isMet({ compare, limit }: Objective, value: number): boolean {
  return compare === 'at most' ? value <= limit : value >= limit
}

/** "Latency p99" within a sentence is "latency p99"; "CPU" stays. */
function inSentence(title: string): string {
  return /^\p{Lu}\p{Ll}/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title
}
