import type { InvalidCode, RunResult, ScenarioResult, Verdict } from '../result/document.ts'

/** As the judge returns it, and as a result document carries it. */
export type Decision = Pick<RunResult, 'outcome' | 'scenarios'>

/**
 * Whether the run may end at this look. Declared beforehand, as part of the policy: nobody looks
 * more often because he did not like what he saw.
 *
 * A finding ends it: a regression is confirmed at this look's own alpha, and what is broken or
 * cannot be believed gets no better by going on. Otherwise it ends when every gate metric of every
 * scenario is decided. Gate counters are counted once per run and wait for nothing.
 */
export function decided({ outcome, scenarios }: Decision): boolean {
  if (outcome === 'regressed' || outcome === 'failed') return true
  if (scenarios.some(({ status }) => status.kind === 'invalid')) return true
  const measured = scenarios.filter(({ kind }) => kind !== 'control')
  return measured.length > 0 && measured.every(everyGateDecided)
}

function everyGateDecided({ metrics }: ScenarioResult): boolean {
  const gates = metrics.filter(({ role }) => role === 'gate')
  return gates.length > 0 && gates.every(({ verdict }) => isDecided(verdict))
}

/** More generations cannot say more of a metric that only one arm has. */
function isDecided({ kind }: Verdict): boolean {
  switch (kind) {
    case 'regressed':
    case 'improved':
    case 'equivalent':
    case 'new':
    case 'missing':
      return true
    case 'inconclusive':
    case 'invalid':
      return false
  }
}

/** What the machine or the moment did, and may not do a second time. */
const passing: ReadonlySet<InvalidCode> = new Set(['control', 'steal', 'generator', 'errors'])

/**
 * Why the whole run must be measured once more; undefined where it need not be. What was found in
 * spite of a disturbance stands: a run that regressed or failed is not given another chance. Once
 * only: a run that is invalid twice is invalid. A false alarm has a second run to happen in where
 * the first was invalid, and only there: if one run in ten is, the rate of false alarms grows by no
 * more than a tenth.
 */
export function repeatReason({ outcome, scenarios }: Decision): string | undefined {
  if (outcome !== 'invalid') return undefined
  for (const { name, status } of scenarios) {
    const isPassing =
      status.kind === 'invalid' && status.code !== undefined && passing.has(status.code)
    if (isPassing) return `${name}: ${status.reason}`
  }
  return undefined
}
