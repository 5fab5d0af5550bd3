import { isOwnCode } from '../../code-places/arm-file.ts'
import type { CodePlace, FunctionCost } from '../../result/evidence.ts'
import { keyOfPlace, sameFunctions } from './join-functions.ts'
import { placeOf } from './places.ts'
import type { CallFrame } from './sampled-profile.ts'
import type { ArmSource } from './source.ts'

/**
 * What V8's sampling heap profiler gives. Source: DevTools protocol,
 * HeapProfiler.SamplingHeapProfile.
 */
export interface SampledHeap {
  readonly head: HeapNode
}

export interface HeapNode {
  readonly callFrame: CallFrame
  /** Bytes allocated here and not yet collected, as sampled. */
  readonly selfSize: number
  readonly children: readonly HeapNode[]
}

export interface HeapRun {
  readonly heap: SampledHeap
  readonly armFolder: string
  readonly operations: number
}

const retainedMost = 50

/**
 * Bytes per operation that are still held, by the function of the project that had them allocated.
 */
export function retainedMemory(
  base: { readonly runs: readonly HeapRun[]; readonly source: ArmSource },
  head: { readonly runs: readonly HeapRun[]; readonly source: ArmSource },
): FunctionCost[] {
  const [ofBase, ofHead] = [heldBy(base.runs), heldBy(head.runs)]
  const same = sameFunctions(
    { places: [...ofBase.values()].map(({ place }) => place), source: base.source },
    { places: [...ofHead.values()].map(({ place }) => place), source: head.source },
  )
  const costs = new Map<string, FunctionCost>()
  for (const [key, { place, bytes }] of ofHead) {
    const lastLine = head.source.lastLine(place)
    const known = lastLine === undefined ? place : { ...place, lastLine }
    costs.set(key, { place: known, base: null, head: bytes })
  }
  for (const [key, { place, bytes }] of ofBase) {
    const match = same.get(key)
    const joint = match === undefined ? undefined : costs.get(keyOfPlace(match))
    costs.set(match === undefined ? key : keyOfPlace(match), {
      place: joint?.place ?? place,
      base: bytes,
      head: joint?.head ?? null,
    })
  }
  const difference = ({ base: was, head: is }: FunctionCost) => Math.abs((is ?? 0) - (was ?? 0))
  return [...costs.values()]
    .toSorted((a, b) => difference(b) - difference(a))
    .slice(0, retainedMost)
}

function heldBy(runs: readonly HeapRun[]): Map<string, { place: CodePlace; bytes: number }> {
  const held = new Map<string, { place: CodePlace; bytes: number }>()
  const operations = runs.reduce((sum, run) => sum + run.operations, 0)
  for (const { heap, armFolder } of runs) {
    const open: { node: HeapNode; owner: CodePlace | undefined }[] = [
      { node: heap.head, owner: undefined },
    ]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const own = placeOf(next.node.callFrame, armFolder)
      const owner = isOwnCode(own) ? own : next.owner
      for (const node of next.node.children) open.push({ node, owner })
      if (owner === undefined || next.node.selfSize === 0) continue
      const before = held.get(keyOfPlace(owner))?.bytes ?? 0
      const bytes = before + next.node.selfSize / Math.max(1, operations)
      held.set(keyOfPlace(owner), { place: owner, bytes })
    }
  }
  return held
}
