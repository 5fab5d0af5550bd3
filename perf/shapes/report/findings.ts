import { exact } from '../../counts.ts'
import { percent } from '../../report/numbers.ts'
import type { LadderResult, ShapeResult } from '../document.ts'

/** What a shape was run to find out, in sentences; none of a shape that only holds a rate. */
export function findingLines({ ladder }: ShapeResult): string[] {
  return ladder === undefined ? [] : ladderLines(ladder)
}

function ladderLines({ knee, bottleneck, steps }: LadderResult): string[] {
  const rounded = (value: number) => exact(Math.round(value))
  const highest = Math.max(0, ...steps.filter(({ isKept }) => isKept).map(rateOf))
  const kneeLine =
    knee === null
      ? `knee: not found; the highest rate that was kept is ${rounded(highest)}/s`
      : `knee: ${rounded(knee.level)}/s, ${percent(knee.confidence)} interval ${rounded(knee.low)} to ${rounded(knee.high)}/s, from ${knee.turns} turns around it`
  if (bottleneck === null) return [kneeLine]
  return [kneeLine, `bottleneck: ${bottleneck.name}`, ...bottleneck.evidence]
}

const rateOf = ({ journeysPerSecond }: LadderResult['steps'][number]) => journeysPerSecond
