import type { RunResult } from '../result/document.ts'

/**
 * Whether measuring on could still change what the run decides. A run that broke, could not be measured or
 * has found a regression is over; otherwise every gate metric that is still inconclusive is a reason to go
 * on. Declared beforehand, as part of the policy: nobody looks more often because he did not like it.
 */
export function nextLookCanDecide({ outcome, scenarios }: RunResult): boolean {
  if (outcome !== 'passed') return false
  return scenarios
    .flatMap(({ metrics }) => metrics)
    .some(({ role, verdict }) => role === 'gate' && verdict.kind === 'inconclusive')
}
