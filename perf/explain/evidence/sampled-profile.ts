/**
 * What V8's CPU profiler writes (`.cpuprofile`), as far as it is read here. Source: Chrome DevTools
 * protocol, domain Profiler, type Profile. Times are microseconds, `lineNumber` counts from 0.
 */
export interface SampledProfile {
  readonly nodes: readonly ProfileNode[]
  readonly startTime: number
  readonly endTime: number
  /** Node ids, in order of time. */
  readonly samples?: readonly number[] | undefined
  /** Time from the sample before; the first one's from the start. */
  readonly timeDeltas?: readonly number[] | undefined
}

export interface ProfileNode {
  readonly id: number
  readonly callFrame: CallFrame
  readonly children?: readonly number[] | undefined
}

export interface CallFrame {
  readonly functionName: string
  readonly url: string
  readonly lineNumber: number
}

/** Frames that V8 makes up: no code of anybody. */
export const rootFrame = '(root)'
export const idleFrame = '(idle)'
export const programFrame = '(program)'
export const collectorFrame = '(garbage collector)'

/** A sample stands for the time until the next one, as in DevTools. */
export function sampleTimesUs(profile: SampledProfile): number[] {
  const { samples = [], timeDeltas = [], startTime, endTime } = profile
  const sampledUs = timeDeltas.reduce((sum, delta) => sum + delta, 0)
  const lastUs = Math.max(0, endTime - startTime - sampledUs)
  return samples.map((_, index) => Math.max(0, timeDeltas[index + 1] ?? lastUs))
}

/** Stack of each node as nodes, root first, without the root itself. */
export function stacksOf(profile: SampledProfile): ReadonlyMap<number, readonly ProfileNode[]> {
  const byId = new Map(profile.nodes.map((node) => [node.id, node]))
  const stacks = new Map<number, readonly ProfileNode[]>()
  const open = profile.nodes.filter(({ callFrame }) => callFrame.functionName === rootFrame)
  for (const root of open) stacks.set(root.id, [])
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const stack = stacks.get(node.id) ?? []
    for (const id of node.children ?? []) {
      const child = byId.get(id)
      if (child === undefined || stacks.has(id)) continue
      stacks.set(id, [...stack, child])
      open.push(child)
    }
  }
  return stacks
}
