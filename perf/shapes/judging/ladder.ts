import { exact } from '../../counts.ts'
import type { LadderStep } from '../document.ts'
import type { Bottleneck } from './bottleneck.ts'
import type { KneeEstimate } from './staircase.ts'

export interface LadderJudged {
  readonly failures: readonly string[]
  /** Why nothing was learned of the system, one sentence each. */
  readonly doubts: readonly string[]
  readonly remarks: readonly string[]
}

/** A rate that was lost says something of the system only where the system was what lost it. */
export function judgeLadder(ladder: {
  readonly steps: readonly LadderStep[]
  readonly knee: KneeEstimate | undefined
  readonly bottleneck: Bottleneck | undefined
}): LadderJudged {
  const { steps, knee, bottleneck } = ladder
  const doubts = [
    ...steps.filter(({ isOffered }) => !isOffered).map(notOffered),
    ...(bottleneck === undefined || bottleneck.isOfSystem ? [] : [notTheSystem(bottleneck)]),
  ]
  const first = steps[0]
  const isFirstLost = first !== undefined && !first.isKept
  const failure = `not even the first rate was kept: ${first?.lostBecause ?? 'unknown why'}`
  const isNeverLost = steps.every(({ isKept }) => isKept)
  const late = steps.find(({ isKept, generator }) => !isKept && generator.saturated !== null)
  return {
    failures: isFirstLost && doubts.length === 0 ? [failure] : [],
    doubts,
    remarks: [
      ...(knee === undefined && isNeverLost
        ? ['no rate was lost: the knee lies above the highest that was tried']
        : []),
      ...(late === undefined || doubts.length > 0 ? [] : [lateText(late)]),
    ],
  }
}

const rateText = ({ journeysPerSecond }: LadderStep) => `${exact(Math.round(journeysPerSecond))}/s`

function notOffered(step: LadderStep): string {
  return `${rateText(step)} was lost by the load generator: ${step.lostBecause}`
}

function notTheSystem({ name, evidence }: Bottleneck): string {
  return `what stopped the ladder was ${name}, not the system: ${evidence[0]}`
}

function lateText(step: LadderStep): string {
  return `at ${rateText(step)}, which was lost, the load generator was late, too: ${step.generator.saturated}`
}
