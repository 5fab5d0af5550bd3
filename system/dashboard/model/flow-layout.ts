/**
 * Where the bands of a flow diagram go: payers left, payees right, as thick as what moves. Pure
 * geometry.
 */
export interface Flow {
  readonly from: string
  readonly to: string
  readonly value: number
}

export interface FlowNode {
  readonly id: string
  readonly y: number
  readonly height: number
  readonly value: number
}

export interface Band extends Flow {
  /** Path of an SVG, closed. */
  readonly path: string
}

export interface FlowLayout {
  readonly payers: readonly FlowNode[]
  readonly payees: readonly FlowNode[]
  readonly bands: readonly Band[]
}

export interface FlowFrame {
  readonly left: number
  readonly right: number
  readonly height: number
  /** Between two banks. */
  readonly gap: number
}

/**
 * Without a least height a bank that hardly pays could not be seen, nor its name stand beside it.
 */
const leastNodePx = 4

/** @param ids banks from top to bottom, the same on both sides */
export function layOutFlows(
  flows: readonly Flow[],
  ids: readonly string[],
  frame: FlowFrame,
): FlowLayout {
  const moving = flows.filter(({ from, to, value }) => {
    return value > 0 && ids.includes(from) && ids.includes(to)
  })
  const total = sumOf(moving)
  const room = frame.height - frame.gap * (ids.length - 1) - leastNodePx * ids.length
  const scale = total === 0 ? 0 : Math.max(0, room) / total
  const payers = stack(ids, (id) => sumOf(moving.filter(({ from }) => from === id)), scale, frame)
  const payees = stack(ids, (id) => sumOf(moving.filter(({ to }) => to === id)), scale, frame)
  return { payers, payees, bands: drawBands(moving, ids, { payers, payees, scale, frame }) }
}

function sumOf(flows: readonly Flow[]): number {
  return flows.reduce((sum, { value }) => sum + value, 0)
}

function stack(
  ids: readonly string[],
  valueOf: (id: string) => number,
  scale: number,
  { gap }: FlowFrame,
): readonly FlowNode[] {
  let y = 0
  return ids.map((id) => {
    const value = valueOf(id)
    const node = { id, y, height: value * scale + leastNodePx, value }
    y += node.height + gap
    return node
  })
}

interface Stacks {
  readonly payers: readonly FlowNode[]
  readonly payees: readonly FlowNode[]
  readonly scale: number
  readonly frame: FlowFrame
}

function drawBands(
  flows: readonly Flow[],
  ids: readonly string[],
  { payers, payees, scale, frame }: Stacks,
): readonly Band[] {
  const nextOut = new Map(payers.map(({ id, y }) => [id, y + leastNodePx / 2]))
  const nextIn = new Map(payees.map(({ id, y }) => [id, y + leastNodePx / 2]))
  const take = (next: Map<string, number>, id: string, height: number): number => {
    const y = next.get(id) ?? 0
    next.set(id, y + height)
    return y
  }
  // Taken in the order of both sides, so that the bands of one bank do not cross each other.
  const ordered = ids.flatMap((from) =>
    ids.flatMap((to) => flows.filter((flow) => flow.from === from && flow.to === to)),
  )
  return ordered.map((flow) => {
    const height = flow.value * scale
    const start = take(nextOut, flow.from, height)
    const end = take(nextIn, flow.to, height)
    return { ...flow, path: bandPath(frame, { start, end, height }) }
  })
}

function bandPath(
  { left, right }: FlowFrame,
  { start, end, height }: { readonly start: number; readonly end: number; readonly height: number },
): string {
  const middle = (left + right) / 2
  const text = (...numbers: readonly number[]): string =>
    numbers.map((number) => Math.round(number * 100) / 100).join(' ')
  return [
    `M${text(left, start)}`,
    `C${text(middle, start, middle, end, right, end)}`,
    `L${text(right, end + height)}`,
    `C${text(middle, end + height, middle, start + height, left, start + height)}Z`,
  ].join('')
}
