import { endedOf } from '../figures/ended.ts'
import type { GeneratorResult, PhaseFigures } from '../document.ts'

/** The bounds of a rate that is kept up with, as the benchmark's ladder has them. */
export const keptLimits = { acceptedShareLeast: 0.99, latencyMsP99Most: 150 } as const

/** Why a rate is not kept; undefined when it is. */
export function lostBecause(
  asked: number,
  steady: PhaseFigures,
  generator: GeneratorResult,
): string | undefined {
  const share = steady.completed / Math.max(1, endedOf(steady))
  const p99 = steady.latencyMs?.p99 ?? Number.POSITIVE_INFINITY
  if (steady.offeredPerSecond < asked * offeredShareLeast) {
    return `only ${Math.round(steady.offeredPerSecond)}/s of ${Math.round(asked)}/s were offered`
  }
  if (share < keptLimits.acceptedShareLeast) {
    return `${(share * 100).toFixed(1)} % were accepted, ${keptLimits.acceptedShareLeast * 100} % promised`
  }
  if (p99 >= keptLimits.latencyMsP99Most) {
    const late = generator.saturated === null ? '' : ` (generator: ${generator.saturated})`
    return `p99 was ${Math.round(p99)} ms, below ${keptLimits.latencyMsP99Most} ms promised${late}`
  }
  return undefined
}

const offeredShareLeast = 0.97
