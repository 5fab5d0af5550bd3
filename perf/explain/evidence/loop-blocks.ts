import { isOwnCode } from '../../code-places/arm-file.ts'
import type { CodePlace } from '../../result/evidence.ts'
import type { ProfiledRun } from './compare-profiles.ts'
import { keyOfPlace } from './join-functions.ts'
import { placeOf } from './places.ts'
import {
  collectorFrame,
  idleFrame,
  type ProfileNode,
  programFrame,
  sampleTimesUs,
  stacksOf,
} from './sampled-profile.ts'
import type { ArmSource } from './source.ts'

export interface LoopBlock {
  readonly place: CodePlace
  readonly ms: number
}

const blocksMost = 10

/**
 * Longest stretch of time in which one function of the project kept the thread: consecutive samples
 * in the same call of it or in what it called. Nothing else could run meanwhile. Of several
 * processes the one with the shortest counts: a neighbour may have taken the processor away in the
 * other.
 */
export function longestLoopBlocks(runs: readonly ProfiledRun[], source: ArmSource): LoopBlock[] {
  const [first = new Map<string, LoopBlock>(), ...others] = runs.map((run) =>
    longestOf(run, source),
  )
  return [...first]
    .map(([key, block]) => ({
      ...block,
      ms: Math.min(block.ms, ...others.map((other) => other.get(key)?.ms ?? 0)),
    }))
    .filter(({ ms }) => ms > 0)
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, blocksMost)
}

function longestOf(run: ProfiledRun, source: ArmSource): Map<string, LoopBlock> {
  const longest = new Map<string, LoopBlock>()
  for (const { node, us } of stretches(run)) {
    const place = placeOf(node.callFrame, run.armFolder)
    const key = keyOfPlace(place)
    const ms = Math.round(us / 10) / 100
    if (ms <= (longest.get(key)?.ms ?? 0)) continue
    const lastLine = source.lastLine(place)
    longest.set(key, { place: lastLine === undefined ? place : { ...place, lastLine }, ms })
  }
  return longest
}

interface Stretch {
  readonly node: ProfileNode
  readonly us: number
}

function stretches({ profile, armFolder }: ProfiledRun): Stretch[] {
  const times = sampleTimesUs(profile)
  const stacks = stacksOf(profile)
  const owners = new Map(
    profile.nodes.map(({ id }) => [
      id,
      stacks.get(id)?.findLast(({ callFrame }) => isOwnCode(placeOf(callFrame, armFolder))),
    ]),
  )
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame.functionName]))
  const found: Stretch[] = []
  let [node, us]: [ProfileNode | undefined, number] = [undefined, 0]
  const end = () => {
    if (node !== undefined) found.push({ node, us })
  }
  for (const [index, id] of (profile.samples ?? []).entries()) {
    const name = names.get(id) ?? idleFrame
    // Work of the engine on behalf of whoever runs.
    const neutral = name === collectorFrame || name === programFrame
    const owner: ProfileNode | undefined = neutral ? node : owners.get(id)
    if (owner !== node) {
      end()
      ;[node, us] = [owner, 0]
    }
    us += times[index] ?? 0
  }
  end()
  return found
}
