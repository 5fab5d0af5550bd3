/**
 * Which lines of a changed text are still there: the longest common subsequence, by dynamic
 * programming over what lies between the equal ends. Functions are short; past the limit nothing in
 * between matches. Source: Hunt and McIlroy, An Algorithm for Differential File Comparison, 1976,
 * section 1.
 */
export interface AlignedLines {
  /** Index into base's lines; undefined where head has a line of its own. */
  readonly base: number | undefined
  readonly head: number | undefined
}

const cellsMost = 4_000_000

export function alignLines(base: readonly string[], head: readonly string[]): AlignedLines[] {
  let start = 0
  while (start < base.length && start < head.length && base[start] === head[start]) start += 1
  let tail = 0
  const room = Math.min(base.length, head.length) - start
  while (tail < room && base.at(-1 - tail) === head.at(-1 - tail)) tail += 1
  const middle = between(
    base.slice(start, base.length - tail),
    head.slice(start, head.length - tail),
  ).map((one) => ({ base: shifted(one.base, start), head: shifted(one.head, start) }))
  const both = (index: number, offset: number) => ({
    base: base.length - offset + index,
    head: head.length - offset + index,
  })
  return [
    ...Array.from({ length: start }, (_, index) => ({ base: index, head: index })),
    ...middle,
    ...Array.from({ length: tail }, (_, index) => both(index, tail)),
  ]
}

function shifted(index: number | undefined, by: number): number | undefined {
  return index === undefined ? undefined : index + by
}

function between(base: readonly string[], head: readonly string[]): AlignedLines[] {
  if (base.length * head.length > cellsMost) return [...gone(base, 0), ...added(head, 0)]
  const common = commonLengths(base, head)
  const aligned: AlignedLines[] = []
  let [at, to] = [0, 0]
  while (at < base.length && to < head.length) {
    const width = head.length + 1
    if (base[at] === head[to]) {
      aligned.push({ base: at, head: to })
      at += 1
      to += 1
    } else if ((common[(at + 1) * width + to] ?? 0) >= (common[at * width + to + 1] ?? 0)) {
      aligned.push({ base: at, head: undefined })
      at += 1
    } else {
      aligned.push({ base: undefined, head: to })
      to += 1
    }
  }
  return [...aligned, ...gone(base.slice(at), at), ...added(head.slice(to), to)]
}

/** Row by row from the end: the length of what the rests of both have in common. */
function commonLengths(base: readonly string[], head: readonly string[]): Uint32Array {
  const width = head.length + 1
  const common = new Uint32Array((base.length + 1) * width)
  for (let at = base.length - 1; at >= 0; at -= 1) {
    for (let to = head.length - 1; to >= 0; to -= 1) {
      const down = common[(at + 1) * width + to] ?? 0
      const right = common[at * width + to + 1] ?? 0
      common[at * width + to] =
        base[at] === head[to] ? (common[(at + 1) * width + to + 1] ?? 0) + 1 : Math.max(down, right)
    }
  }
  return common
}

function gone(lines: readonly string[], from: number): AlignedLines[] {
  return lines.map((_, index) => ({ base: from + index, head: undefined }))
}

function added(lines: readonly string[], from: number): AlignedLines[] {
  return lines.map((_, index) => ({ base: undefined, head: from + index }))
}
