import type { CpuProfile } from '../../perf/inspector/cpu-profile.ts'

/** Self time of one function of the system's process while it was watched. */
export interface FunctionTime {
  /** "decide system/modules/payments/decision.ts:87" */
  readonly where: string
  readonly selfUs: number
  /** With all that it called, recursion counted once. */
  readonly totalUs: number
}

/** Largest self time first; what the process waited for is left out. */
export function functionTimes(profile: CpuProfile, folder: string): readonly FunctionTime[] {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
  const parents = new Map<number, number>()
  for (const { id, children = [] } of profile.nodes) {
    for (const child of children) parents.set(child, id)
  }
  const selfOfNode = new Map<number, number>()
  profile.samples?.forEach((id, index) => {
    const us = Math.max(0, profile.timeDeltas?.[index] ?? 0)
    selfOfNode.set(id, (selfOfNode.get(id) ?? 0) + us)
  })
  const times = new Map<string, { selfUs: number; totalUs: number }>()
  const of = (where: string) => times.getOrInsertComputed(where, () => ({ selfUs: 0, totalUs: 0 }))
  const nameOf = (id: number) => placeName(nodes.get(id)?.callFrame, folder)
  for (const [id, us] of selfOfNode) {
    of(nameOf(id)).selfUs += us
    const seen = new Set<string>()
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at))
      seen.add(nameOf(at))
    for (const where of seen) of(where).totalUs += us
  }
  times.delete('(idle)')
  times.delete('(root)')
  return [...times]
    .map(([where, time]) => ({ where, ...time }))
    .toSorted((a, b) => b.selfUs - a.selfUs)
}

interface CallFrame {
  readonly functionName: string
  readonly url: string
  readonly lineNumber: number
}

function placeName(frame: CallFrame | undefined, folder: string): string {
  if (frame === undefined) return '(unknown)'
  const name = frame.functionName === '' ? '(anonymous)' : frame.functionName
  if (frame.url === '') return name
  return `${name} ${frame.url.replace(`file://${folder}/`, '')}:${frame.lineNumber + 1}`
}
