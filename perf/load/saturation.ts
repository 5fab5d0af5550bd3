/**
 * When a run says more about the generator than about the system. It is one thread: near a full
 * core its own queue is part of every latency, and so it is when its loop or its timers come late.
 */
export const saturationLimits = {
  /** Share of one core. */
  cpuShare: 0.9,
  dispatchLagMsP99: 20,
  eventLoopDelayMsP99: 50,
} as const

export interface SaturationEvidence {
  readonly cpuUs: number
  readonly wallMs: number
  readonly dispatchLagMsP99: number
  readonly eventLoopDelayMsP99: number
}

/** Says what saturated the generator and by how much, or undefined. */
export function saturationOf(evidence: SaturationEvidence): string | undefined {
  const cpuShare = evidence.wallMs > 0 ? evidence.cpuUs / 1000 / evidence.wallMs : 0
  const reasons = [
    exceeds('CPU', cpuShare, saturationLimits.cpuShare, 'of a core', 2),
    exceeds(
      'dispatch lag p99',
      evidence.dispatchLagMsP99,
      saturationLimits.dispatchLagMsP99,
      'ms',
      1,
    ),
    exceeds(
      'event loop delay p99',
      evidence.eventLoopDelayMsP99,
      saturationLimits.eventLoopDelayMsP99,
      'ms',
      1,
    ),
  ].filter((reason) => reason !== undefined)
  return reasons.length === 0 ? undefined : reasons.join('; ')
}

function exceeds(what: string, value: number, limit: number, unit: string, digits: number) {
  if (value <= limit) return undefined
  return `${what} ${value.toFixed(digits)} ${unit}, limit ${limit}`
}
