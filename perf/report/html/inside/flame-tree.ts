import type { CodePlace, FlameGraph } from '../../../result/evidence.ts'
import { type NoiseOf } from '../../evidence-rows.ts'

/** Two profiles as one tree of boxes; times are microseconds per operation. */
export type Box = {
  readonly place: CodePlace
  readonly depth: number
  /** Shares of the whole width, 0 to 1. */
  readonly x: number
  readonly width: number
  readonly base: number
  readonly head: number
  readonly selfBase: number
  readonly selfHead: number
}

type Branch = {
  readonly place: CodePlace
  base: number
  head: number
  selfBase: number
  selfHead: number
  readonly children: Map<number, Branch>
}

/**
 * Below this share of the width a box is not drawn: its caller's box shows its time all the same.
 */
const narrowest = 0.002
const boxesMost = 1_500
const depthMost = 60

/**
 * A box is as wide as both arms' time together, so that what only one arm has can be seen; the
 * widest child stands first. Boxes come row by row, the whole first.
 */
export function flameBoxes(flame: FlameGraph): Box[] {
  const root = treeOf(flame)
  const all = sizeOf(root)
  if (!(all > 0)) return []
  const boxes: Box[] = []
  const place = (branch: Branch, depth: number, start: number) => {
    const width = sizeOf(branch) / all
    if (width < narrowest || depth > depthMost) return
    const { place: at, base, head, selfBase, selfHead } = branch
    boxes.push({ place: at, depth, x: start, width, base, head, selfBase, selfHead })
    let x = start
    for (const child of [...branch.children.values()].toSorted((a, b) => sizeOf(b) - sizeOf(a))) {
      place(child, depth + 1, x)
      x += sizeOf(child) / all
    }
  }
  place(root, 0, 0)
  const widest = boxes.toSorted((a, b) => b.width - a.width || a.depth - b.depth)
  const kept = widest.slice(0, boxesMost)
  return kept.toSorted((a, b) => a.depth - b.depth || a.x - b.x)
}

function treeOf({ frames, stacks }: FlameGraph): Branch {
  const root = branchOf({ function: 'all', file: '', line: 0 })
  for (const { frames: path, baseUs, headUs } of stacks) {
    // A document may come from a stranger: an index that points nowhere takes its stack out.
    if (path.some((index) => frames[index] === undefined)) continue
    let branch = root
    add(branch, baseUs, headUs)
    for (const index of path) {
      const place = frames[index] as CodePlace
      const child = branch.children.get(index) ?? branchOf(place)
      branch.children.set(index, child)
      branch = child
      add(branch, baseUs, headUs)
    }
    branch.selfBase += baseUs
    branch.selfHead += headUs
  }
  return root
}

const branchOf = (place: CodePlace): Branch => ({
  place,
  base: 0,
  head: 0,
  selfBase: 0,
  selfHead: 0,
  children: new Map(),
})

function add(branch: Branch, base: number, head: number): void {
  branch.base += base
  branch.head += head
}

const sizeOf = ({ base, head }: Branch) => base + head

export const levelMost = 4

/**
 * How red (above zero) or blue a box is: its change against the larger of both sides. What sampling
 * alone would explain stays grey.
 */
export function levelOf({ base, head }: Box, noiseOf: NoiseOf | undefined): number {
  const change = head - base
  const larger = Math.max(base, head)
  if (larger === 0 || Math.abs(change) <= (noiseOf?.(base, head) ?? 0)) return 0
  const share = Math.abs(change) / larger
  const level = share < 0.02 ? 0 : share < 0.1 ? 1 : share < 0.25 ? 2 : share < 0.5 ? 3 : levelMost
  return Math.sign(change) * level
}
