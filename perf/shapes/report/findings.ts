import { exact } from '../../counts.ts'
import { percent } from '../../report/numbers.ts'
import { quantity } from '../../quantity.ts'
import type { LadderResult, RecoveryResult, ShapeResult } from '../document.ts'

/** What a shape was run to find out, in sentences; none of a shape that only holds a rate. */
export function findingLines({ ladder, recovery }: ShapeResult): string[] {
  return [
    ...(ladder === undefined ? [] : ladderLines(ladder)),
    ...(recovery === undefined ? [] : recoveryLines(recovery)),
  ]
}

function recoveryLines({ overload, recoveredAfterMs, ...bounds }: RecoveryResult): string[] {
  const { acceptedPerSecond, acceptedShare, shedShare, errorShare, latencyMsP99 } = overload
  const time =
    recoveredAfterMs === null
      ? 'it did not recover while it was watched'
      : recoveredAfterMs === 0
        ? 'it had recovered by the first stretch after the overload'
        : `it recovered ${quantity(recoveredAfterMs, 'ms')} after the overload had ended`
  return [
    `overload: ${exact(Math.round(acceptedPerSecond))}/s accepted, ${percent(acceptedShare)} of what was offered; ${percent(shedShare)} refused with a time to come again, ${percent(errorShare)} errors`,
    `p99 of what was accepted: ${quantity(latencyMsP99, 'ms')}`,
    `${time} (p95 within ${quantity(bounds.limitMsP95, 'ms')}, before it ${quantity(bounds.normalMsP95, 'ms')})`,
  ]
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
