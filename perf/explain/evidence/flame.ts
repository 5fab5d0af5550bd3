import {
  type CodePlace,
  type FlameGraph,
  flameFramesMost,
  flameStacksMost,
} from '../../result/evidence.ts'

/** Self time of one stack of functions, root first, in both arms, in microseconds per operation. */
export interface JointStack {
  readonly frames: readonly CodePlace[]
  readonly baseUs: number
  readonly headUs: number
}

/** Below this share of all time a stack is told as part of its caller. */
const shareLeast = 0.0005
const depthMost = 200

/**
 * A flame graph that a page can carry. What is too small or too many is not dropped but folded into
 * its callers, so that the sums stay true.
 */
export function flameGraph(stacks: readonly JointStack[], most = flameStacksMost): FlameGraph {
  const total = stacks.reduce((sum, { baseUs, headUs }) => sum + baseUs + headUs, 0)
  const frames = new FrameList()
  let level = merged(stacks.map((stack) => frames.indexed(stack)))
  for (let least = total * shareLeast; ; least *= 2) {
    level = folded(level, least)
    if (level.length <= most && used(level).size <= flameFramesMost) break
  }
  return compacted(
    level.toSorted((a, b) => sizeOf(b) - sizeOf(a)),
    frames.places,
  )
}

interface IndexedStack {
  readonly frames: readonly number[]
  readonly baseUs: number
  readonly headUs: number
}

class FrameList {
  readonly places: CodePlace[] = []
  readonly #indexes = new Map<CodePlace, number>()

  indexed({ frames, baseUs, headUs }: JointStack): IndexedStack {
    const deep = frames.length > depthMost
    const kept = deep ? [...frames.slice(0, depthMost - 1), frames.at(-1) as CodePlace] : frames
    return { frames: kept.map((place) => this.#indexOf(place)), baseUs, headUs }
  }

  #indexOf(place: CodePlace): number {
    const known = this.#indexes.get(place)
    if (known !== undefined) return known
    this.#indexes.set(place, this.places.length)
    return this.places.push(place) - 1
  }
}

/** Deepest first, so that what is folded may make its caller large enough. */
function folded(stacks: readonly IndexedStack[], least: number): IndexedStack[] {
  const byKey = new Map(stacks.map((stack) => [stack.frames.join(), stack]))
  for (const { frames } of stacks.toSorted((a, b) => b.frames.length - a.frames.length)) {
    for (let inner = frames; inner.length > 1; inner = inner.slice(0, -1)) {
      const stack = byKey.get(inner.join())
      if (stack === undefined || sizeOf(stack) >= least) break
      const caller = inner.slice(0, -1)
      const into = byKey.get(caller.join())
      byKey.delete(inner.join())
      byKey.set(caller.join(), sumOf({ ...stack, frames: caller }, into))
    }
  }
  return [...byKey.values()]
}

function merged(stacks: readonly IndexedStack[]): IndexedStack[] {
  const byKey = new Map<string, IndexedStack>()
  for (const stack of stacks) {
    const key = stack.frames.join()
    byKey.set(key, sumOf(stack, byKey.get(key)))
  }
  return [...byKey.values()]
}

function sumOf(stack: IndexedStack, other: IndexedStack | undefined): IndexedStack {
  if (other === undefined) return stack
  const { baseUs, headUs } = other
  return { ...stack, baseUs: stack.baseUs + baseUs, headUs: stack.headUs + headUs }
}

function compacted(stacks: readonly IndexedStack[], places: readonly CodePlace[]): FlameGraph {
  const kept = [...used(stacks)]
  const newIndex = new Map(kept.map((index, at) => [index, at]))
  return {
    frames: kept.map((index) => places[index] as CodePlace),
    stacks: stacks.map(({ frames, baseUs, headUs }) => ({
      frames: frames.map((index) => newIndex.get(index) as number),
      baseUs: rounded(baseUs),
      headUs: rounded(headUs),
    })),
  }
}

function used(stacks: readonly IndexedStack[]): Set<number> {
  return new Set(stacks.flatMap(({ frames }) => frames))
}

function sizeOf({ baseUs, headUs }: IndexedStack): number {
  return baseUs + headUs
}

/** To the nanosecond: the document is text. */
export function rounded(us: number): number {
  return Math.round(us * 1_000) / 1_000
}
