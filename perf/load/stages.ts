/**
 * A level that changes over time: journeys per second, or users. Within a stage it goes in a
 * straight line.
 */
export interface Stage {
  readonly from: number
  readonly to: number
  readonly durationMs: number
}

export function durationMsOf(stages: readonly Stage[]): number {
  return stages.reduce((sum, { durationMs }) => sum + durationMs, 0)
}

/** The highest level that is ever reached. */
export function peakOf(stages: readonly Stage[]): number {
  return stages.reduce((peak, { from, to }) => Math.max(peak, from, to), 0)
}

/** The level at a moment; that of the end after it, and of the beginning before it. */
export function levelAt(stages: readonly Stage[], atMs: number): number {
  let startMs = 0
  for (const { from, to, durationMs } of stages) {
    const intoMs = atMs - startMs
    if (intoMs < durationMs) return from + ((to - from) * Math.max(0, intoMs)) / durationMs
    startMs += durationMs
  }
  return stages.at(-1)?.to ?? 0
}

/** How many arrivals all stages have together, their levels being rates per second. */
export function arrivalsOf(stages: readonly Stage[]): number {
  return stages.reduce((sum, stage) => sum + arrivalsIn(stage), 0)
}

/** The area below a stage's line. */
export function arrivalsIn({ from, to, durationMs }: Stage): number {
  return ((from + to) / 2) * (durationMs / 1_000)
}

/**
 * When, within a stage, so many arrivals have come: the positive root of the area's quadratic, in
 * the form that loses no digits where both rates are equal (Press et al., Numerical Recipes, 5.6).
 */
export function msUntil(arrivals: number, { from, to, durationMs }: Stage): number {
  if (arrivals <= 0) return 0
  const slope = (to - from) / (durationMs / 1_000)
  const root = Math.sqrt(Math.max(0, from * from + 2 * slope * arrivals))
  return Math.min(durationMs, (2_000 * arrivals) / (from + root))
}
