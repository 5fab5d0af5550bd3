/**
 * Names of the code that V8 generates while it runs, from the map that it writes for Linux's perf
 * with `--perf-basic-prof`: `address size name` a line, in hexadecimal, the later of two at one
 * address being the one that stands there.
 */
export interface GeneratedFunction {
  /** Empty where it has no name. */
  readonly name: string
  /** A file URL, or `node:…` for what is Node's own. */
  readonly file: string
  readonly line: number
}

export interface GeneratedCode {
  at(address: bigint): GeneratedFunction | undefined
}

interface Range {
  readonly start: bigint
  readonly end: bigint
  readonly name: string
}

export function parseGeneratedCode(text: string): GeneratedCode {
  const byStart = new Map<bigint, Range>()
  for (const line of text.split('\n')) {
    const [, start, size, name] = /^([\da-f]+) ([\da-f]+) (.+)$/.exec(line) ?? []
    if (start === undefined || size === undefined || name === undefined) continue
    const from = BigInt(`0x${start}`)
    byStart.set(from, { start: from, end: from + BigInt(`0x${size}`), name })
  }
  const ranges = [...byStart.values()].sort((one, other) => (one.start < other.start ? -1 : 1))
  return {
    at(address) {
      const range = lastNotAfter(ranges, address)
      return range === undefined || address >= range.end ? undefined : functionOf(range.name)
    },
  }
}

function lastNotAfter(ranges: readonly Range[], address: bigint): Range | undefined {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ranges[middle]?.start ?? 0n) <= address) low = middle + 1
    else high = middle
  }
  return ranges[low - 1]
}

/**
 * `JS:^settle file:///…/service.ts:12:34`; the mark after the colon is the tier. A path of CommonJS
 * has its blanks as they are, and so has the name of a getter.
 */
function functionOf(name: string): GeneratedFunction | undefined {
  const [, own, file, line] =
    /^(?:JS|Function|Script|Eval|Module):\S?(.*?) ((?:\/|[a-z]+:).+|\S+):(\d+):\d+$/.exec(name) ??
    []
  if (own === undefined || file === undefined) return undefined
  return { name: own, file, line: Number(line) }
}
