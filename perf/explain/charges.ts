import { isOwnCode } from '../code-places/arm-file.ts'
import type { CodePlace, CpuProfiles } from '../result/evidence.ts'
import { type Work, workOf } from './clients.ts'
import { collectorFrame } from './evidence/sampled-profile.ts'
import type { Touched } from './touched.ts'

/**
 * CPU time charged to the project's function that caused it, not to the library or the engine that
 * spent it: to the touched function nearest to the leaf if there is one on the stack, else to the
 * nearest of the project at all.
 */
export interface Charge {
  /** Undefined where none of the project's functions is on the stack. */
  readonly owner: CodePlace | undefined
  readonly work: Work
  readonly touched: boolean
  readonly baseUs: number
  readonly headUs: number
  /** The function at the end of the stack that grew most. */
  readonly leaf: CodePlace
}

interface Sum {
  readonly owner: CodePlace | undefined
  readonly work: Work
  readonly touched: boolean
  baseUs: number
  headUs: number
  readonly leaves: Map<CodePlace, number>
}

/** Largest growth first. */
export function chargesOf({ flame }: CpuProfiles, touched: Touched): Charge[] {
  const sums = new Map<string, Sum>()
  for (const stack of flame.stacks) {
    const frames = stack.frames.flatMap((index) => flame.frames[index] ?? [])
    const leaf = frames.at(-1)
    if (leaf === undefined || leaf.function === collectorFrame) continue
    const own = frames.filter(isOwnCode)
    const inChange = own.findLast(touched)
    const owner = inChange ?? own.at(-1)
    const work = workOf(frames)
    const key = `${owner?.file}:${owner?.line}:${owner?.function}:${work}`
    const sum = sums.get(key) ?? {
      owner,
      work,
      touched: inChange !== undefined,
      baseUs: 0,
      headUs: 0,
      leaves: new Map<CodePlace, number>(),
    }
    sums.set(key, sum)
    sum.baseUs += stack.baseUs
    sum.headUs += stack.headUs
    sum.leaves.set(leaf, (sum.leaves.get(leaf) ?? 0) + stack.headUs - stack.baseUs)
  }
  return [...sums.values()]
    .map(({ leaves, ...sum }) => ({ ...sum, leaf: largest(leaves) }))
    .toSorted((a, b) => growth(b) - growth(a))
}

export function growth({ baseUs, headUs }: Pick<Charge, 'baseUs' | 'headUs'>): number {
  return headUs - baseUs
}

function largest(leaves: ReadonlyMap<CodePlace, number>): CodePlace {
  const [[place]] = [...leaves].toSorted(([, a], [, b]) => b - a) as [[CodePlace, number]]
  return place
}
