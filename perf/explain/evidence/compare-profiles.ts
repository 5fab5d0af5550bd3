import type { CodePlace, CpuProfiles, FunctionCost } from '../../result/evidence.ts'
import { flameGraph, type JointStack, rounded } from './flame.ts'
import { keyOfPlace, sameFunctions } from './join-functions.ts'
import { placeOf } from './places.ts'
import { idleFrame, type SampledProfile, sampleTimesUs, stacksOf } from './sampled-profile.ts'
import type { ArmSource } from './source.ts'

/** One arm as it was profiled under load, in one or more processes. */
export interface ArmProfile {
  readonly runs: readonly ProfiledRun[]
  readonly source: ArmSource
}

export interface ProfiledRun {
  readonly profile: SampledProfile
  /** Checkout of the arm, without a slash at its end. */
  readonly armFolder: string
  readonly operations: number
  /**
   * Of the time in which the thread had work, the share in which it got a processor, 0 to 1:
   * samples are taken by the wall clock, and neighbours are not to show as slower code.
   */
  readonly onCpuShare: number
}

const functionsMost = 200

/** Both arms' profiles side by side, function by function and stack by stack, per operation. */
export function compareProfiles(
  base: ArmProfile,
  head: ArmProfile,
  samplingUs: number,
): CpuProfiles {
  const [ofBase, ofHead] = [stackTimes(base), stackTimes(head)]
  const same = sameFunctions(
    { places: ofBase.flatMap(({ frames }) => frames), source: base.source },
    { places: ofHead.flatMap(({ frames }) => frames), source: head.source },
  )
  const places = new Map<string, CodePlace>()
  const jointPlace = (place: CodePlace, isHead: boolean): CodePlace => {
    const joint = isHead ? place : (same.get(keyOfPlace(place)) ?? place)
    const known = places.get(keyOfPlace(joint))
    if (known !== undefined) return known
    const lastLine = (isHead || joint !== place ? head : base).source.lastLine(joint)
    const added = lastLine === undefined ? joint : { ...joint, lastLine }
    places.set(keyOfPlace(joint), added)
    return added
  }
  const stacks: JointStack[] = [
    ...ofHead.map(({ frames, us }) => ({
      frames: frames.map((place) => jointPlace(place, true)),
      baseUs: 0,
      headUs: us,
    })),
    ...ofBase.map(({ frames, us }) => ({
      frames: frames.map((place) => jointPlace(place, false)),
      baseUs: us,
      headUs: 0,
    })),
  ]
  return {
    operations: { base: operationsOf(base), head: operationsOf(head) },
    samplingUs,
    functions: functionCosts(stacks),
    flame: flameGraph(stacks),
  }
}

interface StackTime {
  readonly frames: readonly CodePlace[]
  readonly us: number
}

function stackTimes(arm: ArmProfile): StackTime[] {
  const operations = operationsOf(arm)
  if (operations === 0) return []
  return arm.runs.flatMap(({ profile, armFolder, onCpuShare }) => {
    const us = new Map<number, number>()
    const times = sampleTimesUs(profile)
    for (const [index, node] of (profile.samples ?? []).entries()) {
      us.set(node, (us.get(node) ?? 0) + (times[index] ?? 0))
    }
    const placed = new Map(
      profile.nodes.map((node) => [node.id, placeOf(node.callFrame, armFolder)]),
    )
    const stacks = stacksOf(profile)
    return [...us].flatMap(([id, spent]) => {
      const stack = stacks.get(id) ?? []
      if (stack.length === 0 || stack.at(-1)?.callFrame.functionName === idleFrame) return []
      const frames = stack.map((node) => placed.get(node.id) as CodePlace)
      return [{ frames, us: (spent * onCpuShare) / operations }]
    })
  })
}

function operationsOf({ runs }: ArmProfile): number {
  return runs.reduce((sum, { operations }) => sum + operations, 0)
}

/** Self time: a stack's time is its last function's. */
function functionCosts(stacks: readonly JointStack[]): FunctionCost[] {
  const costs = new Map<CodePlace, { base: number; head: number }>()
  for (const { frames, baseUs, headUs } of stacks) {
    const place = frames.at(-1)
    if (place === undefined) continue
    const cost = costs.get(place) ?? { base: 0, head: 0 }
    costs.set(place, { base: cost.base + baseUs, head: cost.head + headUs })
  }
  return [...costs]
    .toSorted(([, a], [, b]) => Math.abs(b.head - b.base) - Math.abs(a.head - a.base))
    .slice(0, functionsMost)
    .map(([place, { base, head }]) => ({
      place,
      base: base === 0 ? null : rounded(base),
      head: head === 0 ? null : rounded(head),
    }))
}
