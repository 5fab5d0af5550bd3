import { hodgesLehmann } from '../stats/hodges-lehmann.ts'
import type { InvalidCode, Verdict } from '../result/document.ts'
import type { MachineHealth } from '../result/circumstances.ts'
import { type PairedMetric, relativeEffect, sampleOf } from './pairs.ts'
import { policy } from './policy.ts'

/**
 * Reasons not to believe a timing, whatever its p-value. `direction` says which verdicts the disturbance
 * could have made: a control that ran slower in head cannot have hidden a regression, only made one.
 */
export interface Doubt {
  readonly reason: string
  readonly code: InvalidCode
  readonly direction: 'worse' | 'better' | 'any'
}

/** `controls` are the paired metrics of the control scenarios. */
export function doubtsOf(controls: readonly PairedMetric[], machine: MachineHealth): Doubt[] {
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

function controlDoubt(metric: PairedMetric): Doubt[] {
  const control = policy.controls.find((candidate) => candidate.metric === metric.policy.id)
  if (control === undefined || metric.worse.size === 0) return []
  const effect = relativeEffect(hodgesLehmann(sampleOf(metric)), metric.policy.better)
  if (Math.abs(effect) <= control.band) return []
  const moved = `${(Math.abs(effect) * 100).toFixed(1)} % ${effect > 0 ? 'worse' : 'better'}`
  const reason =
    `negative control ${metric.scenario}/${metric.policy.id} was ${moved} in head, ` +
    `expected at most ${control.band * 100} %`
  return [{ reason, code: 'control', direction: effect > 0 ? 'worse' : 'better' }]
}

/** The first doubt that could have made this verdict. */
export function doubtFor(verdict: Verdict, doubts: readonly Doubt[]): Doubt | undefined {
  switch (verdict.kind) {
    case 'regressed':
      return doubts.find((doubt) => doubt.direction !== 'better')
    case 'improved':
    case 'equivalent':
      return doubts.find((doubt) => doubt.direction !== 'worse')
    case 'inconclusive':
    case 'invalid':
    case 'new':
    case 'missing':
      return undefined
  }
}
