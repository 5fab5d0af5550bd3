import type { Warning } from './document.ts'

/** Of a joined document: what a scenario group should have measured and did not. */
export const unmeasuredGroup = 'group-unmeasured'

/** One that is told; one that fails the run says so where it is made. */
export function warning(code: string, message: string): Warning {
  return { code, message, gate: false }
}

/**
 * That a stored baseline is out of date: of the store and not of this change, so that it is said
 * last.
 */
export const outdatedCode = 'baseline-outdated'

/** That head does more than the stored baseline says, and base cannot answer for it. */
export const aboveBaselineCode = 'counter-above-baseline'

export const objectiveMissedCode = 'objective-missed'

/** That nothing is stored of a scenario, or only by machines of another class. */
export const noBaselineCode = 'baseline-missing'
export const otherLaneCode = 'baseline-other-lane'
