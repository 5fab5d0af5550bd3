import type { ProfiledRun } from './compare-profiles.ts'
import type { ProfileNode, SampledProfile } from './sampled-profile.ts'

/**
 * Profiles with known truth: stacks of `name file:line`, root first, each sampled for so many
 * microseconds.
 */
export type Sampled = readonly [stack: string, us: number]

export const baseFolder = '/runs/1/arms/base'
export const headFolder = '/runs/1/arms/head'

interface GrowingNode extends ProfileNode {
  readonly children: number[]
}

export function profileOf(samples: readonly Sampled[], folder: string): SampledProfile {
  const nodes: GrowingNode[] = []
  const byPath = new Map<string, GrowingNode>()
  const nodeAt = (path: string, frame: string): GrowingNode => {
    const known = byPath.get(path)
    if (known !== undefined) return known
    const [, functionName = frame, file = '', line = '0'] = /^(\S+) (\S+):(\d+)$/.exec(frame) ?? []
    const own = file !== '' && !file.startsWith('node:')
    const url = own ? `file://${folder}/${file}` : file
    const callFrame = { functionName, url, lineNumber: Number(line) - 1 }
    const node = { id: nodes.length + 1, callFrame, children: [] }
    byPath.set(path, node)
    nodes.push(node)
    return node
  }
  const root = nodeAt('', '(root)')
  const ids = samples.map(([stack]) => {
    let [path, node] = ['', root]
    for (const frame of stack.split(' > ')) {
      path += ` > ${frame}`
      const child = nodeAt(path, frame)
      if (!node.children.includes(child.id)) node.children.push(child.id)
      node = child
    }
    return node.id
  })
  const startTime = 1_000
  const total = samples.reduce((sum, [, us]) => sum + us, 0)
  return {
    nodes,
    startTime,
    endTime: startTime + total,
    samples: ids,
    // A delta is the time before its sample, and the first sample comes at once.
    timeDeltas: [0, ...samples.slice(0, -1).map(([, us]) => us)],
  }
}

export function runOf(
  samples: readonly Sampled[],
  armFolder: string,
  rest: Partial<ProfiledRun> = {},
): ProfiledRun {
  const profile = profileOf(samples, armFolder)
  return { profile, armFolder, operations: 10, onCpuShare: 1, ...rest }
}
