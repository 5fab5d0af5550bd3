import { endedOf } from '../figures/ended.ts'
import type { PhaseFigures } from '../document.ts'

/** The bounds of a rate that is kept up with. */
export const keptLimits = { acceptedShareLeast: 0.99, latencyMsP99Most: 150 } as const

/** Why a rate is not kept; undefined when it is. Whether the system is to blame is judged apart. */
export function lostBecause(steady: PhaseFigures): string | undefined {
  const share = steady.completed / Math.max(1, endedOf(steady))
  const p99 = steady.latencyMs?.p99 ?? Number.POSITIVE_INFINITY
  if (share < keptLimits.acceptedShareLeast) {
    return `${(share * 100).toFixed(1)} % were accepted, ${keptLimits.acceptedShareLeast * 100} % promised`
  }
  if (p99 >= keptLimits.latencyMsP99Most) {
    return `p99 was ${Math.round(p99)} ms, below ${keptLimits.latencyMsP99Most} ms promised`
  }
  return undefined
}

const offeredShareLeast = 0.97

/**
 * Arrivals are counted when they are due: of one that is late the generator did not offer what was
 * asked.
 */
export function offeredTooLittle(asked: number, steady: PhaseFigures): string | undefined {
  if (steady.offeredPerSecond >= asked * offeredShareLeast) return undefined
  return `only ${Math.round(steady.offeredPerSecond)}/s of ${Math.round(asked)}/s were offered`
}
