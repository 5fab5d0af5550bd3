import { metricPolicy, policy, type ProfileName } from '../verdict/policy.ts'
import { type ControlMetric, doubtsOf } from '../verdict/validity.ts'

/** What the policy in force makes of the example runs, so that they never tell of another. */
export const policyVersion = policy.version

const looksOf = (profile: ProfileName) =>
  policy.profiles[profile].looks.map(({ generations }) => generations)

export const [firstLook = 0] = looksOf('pr')
export const [quickLook = 0] = looksOf('quick')
export const decidedAtOnce = { declared: looksOf('pr'), taken: [firstLook] }

/** A little beyond what is allowed: the judge itself says what is then wrong with the machine. */
const calmMachine = { stealPercent: 0, fdatasyncMsP50: null, fdatasyncMsP99: null, loadAverage1: 1 }

export const tooMuchStealPercent = policy.stealPercentLimit + 1.7

export const stealReason = reasonOf([], tooMuchStealPercent)
export const controlReason = reasonOf([movedControl()], 0)

function movedControl(): ControlMetric {
  const [control] = policy.controls
  if (control === undefined) throw new Error('the policy has no control, expected one at least')
  const about = metricPolicy(control.metric)
  const worse = new Map([[0, Math.log1p(control.band + 0.031)]])
  const metric = { scenario: 'control', policy: about, base: null, head: null, worse, refusals: [] }
  return { metric, change: null }
}

function reasonOf(controls: readonly ControlMetric[], stealPercent: number): string {
  const [doubt] = doubtsOf(controls, { ...calmMachine, stealPercent })
  if (doubt === undefined) throw new Error('the judge doubts nothing, expected a reason')
  return doubt.reason
}
