import type { ArmName, InvalidCode, ScenarioResult } from '../result/document.ts'
import { passesPerArm, type RequestTotals, type ScenarioRecording } from '../result/recording.ts'
import { passesOf } from './counter-passes.ts'
import { policy } from './policy.ts'

type Status = ScenarioResult['status']

/** Whether the scenario measured at all; wrong comes before slow, and slow before unsure. */
export function scenarioStatus(recording: ScenarioRecording): Status {
  return (
    thrown(recording) ??
    brokenInvariant(recording) ??
    tooManyErrors(recording) ??
    saturated(recording) ??
    unpaired(recording) ?? { kind: 'measured' }
  )
}

/** What head alone failed at is head's; where base failed, there is nothing to compare with. */
function thrown({ failure }: ScenarioRecording): Status | undefined {
  if (failure === undefined) return undefined
  if (failure.arm === 'head') return { kind: 'failed', ...failure }
  return { kind: 'invalid', reason: failure.reason }
}

function brokenInvariant({ invariants }: ScenarioRecording): Status | undefined {
  const violated = invariants.filter((invariant) => invariant.violations > 0)
  const first = violated.find(({ arm }) => arm === 'head') ?? violated[0]
  if (first === undefined) return undefined
  const reason = `invariant ${first.id} is violated ${first.violations} times in ${first.arm}, expected 0`
  return { kind: 'failed', reason, arm: first.arm }
}

/** Errors that only head has are head's; errors in base mean that nothing was comparable. */
function tooManyErrors({ requests }: ScenarioRecording): Status | undefined {
  if (requests === null) return undefined
  const [base, head] = [errorText('base', requests.base), errorText('head', requests.head)]
  if (base !== undefined) return invalid('errors', base)
  return head === undefined ? undefined : { kind: 'failed', reason: head, arm: 'head' }
}

function errorText(arm: ArmName, { completed, failed }: RequestTotals): string | undefined {
  if (completed + failed === 0) return `${arm} answered no request, expected some`
  const rate = failed / (completed + failed)
  if (rate <= policy.errorRateLimit) return undefined
  const limit = policy.errorRateLimit * 100
  return `${(rate * 100).toFixed(2)} % of requests failed in ${arm}, expected at most ${limit} %`
}

function saturated({ generatorSaturated }: ScenarioRecording): Status | undefined {
  if (generatorSaturated === undefined) return undefined
  return invalid('generator', `the load generator was the limit: ${generatorSaturated}`)
}

function unpaired({ generations, counters }: ScenarioRecording): Status | undefined {
  if (generations.every(({ dropped }) => dropped !== null)) {
    const lost = generations[0]?.dropped ?? 'none was run'
    return invalid('pairs', `no generation gave a valid pair: ${lost}`)
  }
  const [base, head] = [passesOf(counters, 'base'), passesOf(counters, 'head')]
  if (base === head) return undefined
  const state = `base has ${base} counter passes and head ${head}`
  return invalid('passes', `${state}, expected ${passesPerArm} each`)
}

function invalid(code: InvalidCode, reason: string): Status {
  return { kind: 'invalid', reason, code }
}
