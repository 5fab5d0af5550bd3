import { hodgesLehmann } from '../stats/hodges-lehmann.ts'
import type { InvalidCode, MetricResult, Verdict } from '../result/document.ts'
import type { MachineHealth } from '../result/circumstances.ts'
import { type PairedMetric, relativeEffect, sampleOf } from './pairs.ts'
import { policy } from './policy.ts'

/**
 * Reasons not to believe a timing, whatever its p-value. `direction` says which verdicts the
 * disturbance could have made: a control that ran slower in head cannot have hidden a regression,
 * only made one. Each needs evidence: a machine that is busy and treats both arms alike makes
 * intervals wide, and no run invalid.
 */
export interface Doubt {
  readonly reason: string
  readonly code: InvalidCode
  readonly direction: 'worse' | 'better' | 'any'
}

/** A metric of a control scenario, with the interval that it was judged by. */
export interface ControlMetric {
  readonly metric: PairedMetric
  readonly change: MetricResult['change']
}

export function doubtsOf(controls: readonly ControlMetric[], machine: MachineHealth): Doubt[] {
  const { stealPercent } = machine
  const stolen: Doubt[] =
    stealPercent > policy.stealPercentLimit
      ? [{ reason: stealReason(stealPercent), code: 'steal', direction: 'any' }]
      : []
  return [...stolen, ...controls.flatMap(controlDoubt)]
}

function stealReason(percent: number): string {
  return `CPU steal was ${percent.toFixed(1)} % over the run, expected at most ${policy.stealPercentLimit} %`
}

/**
 * Out of band, and not by its own scatter: where neighbours come and go the middle of eight
 * generations is 10 % off one time in five, which is noise in both arms alike and is in the
 * intervals already. What makes a verdict doubtful is a machine that treated the arms differently.
 */
function controlDoubt({ metric, change }: ControlMetric): Doubt[] {
  const control = policy.controls.find((candidate) => candidate.metric === metric.policy.id)
  if (control === undefined || metric.worse.size === 0) return []
  const effect = relativeEffect(hodgesLehmann(sampleOf(metric)), metric.policy.better)
  if (Math.abs(effect) <= control.band || mayBeScatter(change)) return []
  const moved = `${(Math.abs(effect) * 100).toFixed(1)} % ${effect > 0 ? 'worse' : 'better'}`
  const reason =
    `negative control ${metric.scenario}/${metric.policy.id} was ${moved} in head, ` +
    `expected at most ${control.band * 100} %`
  return [{ reason, code: 'control', direction: effect > 0 ? 'worse' : 'better' }]
}

/** An interval that is open for want of pairs excuses nothing. */
function mayBeScatter(change: MetricResult['change']): boolean {
  if (change === null || change.low === null || change.high === null) return false
  return change.low <= 1 && change.high >= 1
}

/**
 * The first doubt that could have made this verdict, or hidden a regression behind it. What is open
 * is open to the same doubts as what is decided: of a run whose time was stolen nobody may read
 * that nothing got slower.
 */
export function doubtFor(verdict: Verdict, doubts: readonly Doubt[]): Doubt | undefined {
  switch (verdict.kind) {
    case 'regressed':
      return doubts.find((doubt) => doubt.direction !== 'better')
    case 'improved':
    case 'equivalent':
      return doubts.find((doubt) => doubt.direction !== 'worse')
    case 'inconclusive':
      // For want of pairs nothing was judged, and as many pairs again would judge nothing again.
      if (verdict.detectableEffect === null) return undefined
      return doubts.find((doubt) => doubt.direction !== 'worse')
    case 'invalid':
    case 'new':
    case 'missing':
      return undefined
  }
}
