import { LineMap } from '../code-places/line-map.ts'
import { type CodeToken, tokensOf } from './code-tokens.ts'

/**
 * From what V8 tells of a script to functions with a count on each of their tokens. V8 tells a
 * function as nested ranges and leaves out each whose count is its parent's, so ranges of two runs
 * cannot be compared as they stand; tokens can.
 */
export interface RangeCount {
  readonly startOffset: number
  readonly endOffset: number
  readonly count: number
}

/** As `Profiler.takePreciseCoverage` has it. */
export interface FunctionRanges {
  readonly functionName: string
  readonly ranges: readonly RangeCount[]
}

export interface ScriptRanges {
  /** Relative to the arm's checkout. */
  readonly file: string
  readonly source: string
  /** Functions that V8 knew before counting began; the others it names only once they run. */
  readonly known: readonly FunctionRanges[]
  /** One list per pass; a function that a pass does not name did not run in it. */
  readonly passes: readonly (readonly FunctionRanges[])[]
}

export interface CountedToken {
  readonly text: string
  readonly line: number
  /** How often control passed it, by pass. */
  readonly counts: readonly number[]
}

export interface CountedFunction {
  readonly file: string
  /** Names from the outermost function inwards, '' for one that has none. */
  readonly path: readonly string[]
  readonly line: number
  /** Its own, without those of functions inside it. */
  readonly tokens: readonly CountedToken[]
  /** Calls, by pass. */
  readonly calls: readonly number[]
  /** First lines of source text, by line, for whoever shows them. */
  readonly textOf: (line: number) => string
}

export function countedFunctions(script: ScriptRanges): CountedFunction[] {
  const lines = new LineMap(script.source)
  const spans = spansOf(script)
  const owned = ownTokens(tokensOf(script.source), spans)
  return spans.map((span) => {
    const ranges = script.passes.map((pass) => rangesOf(span, pass))
    const tokens = (owned.get(span) ?? []).map(({ text, offset }) => ({
      text,
      line: lines.lineOf(offset),
      counts: ranges.map((own) => countAt(own, offset)),
    }))
    return {
      file: script.file,
      path: span.path,
      line: lines.lineOf(span.start),
      tokens,
      calls: ranges.map((own) => own[0]?.count ?? 0),
      textOf: (line) => lines.textOf(line) ?? '',
    }
  })
}

interface Span {
  readonly name: string
  readonly start: number
  readonly end: number
  readonly path: readonly string[]
}

/** Every function that a pass or the reading before it names, outer ones before those inside. */
function spansOf({ source, known, passes }: ScriptRanges): Span[] {
  const seen = new Map<string, Omit<Span, 'path'>>()
  for (const { functionName: name, ranges } of [known, ...passes].flat()) {
    const { startOffset: start = 0, endOffset: end = 0 } = ranges[0] ?? {}
    const wholeModule = name === '' && start === 0 && end === source.length
    if (!wholeModule) seen.set(`${start} ${end} ${name}`, { name, start, end })
  }
  const inOrder = [...seen.values()].toSorted((a, b) => a.start - b.start || b.end - a.end)
  const around: Span[] = []
  return inOrder.map((span) => {
    while (around.length > 0 && (around.at(-1) as Span).end < span.end) around.pop()
    const outer = around.at(-1)
    const placed = { ...span, path: [...(outer?.path ?? []), span.name] }
    around.push(placed)
    return placed
  })
}

/** Each token belongs to the innermost function around it; the module's own to none. */
function ownTokens(
  tokens: readonly CodeToken[],
  spans: readonly Span[],
): ReadonlyMap<Span, CodeToken[]> {
  const owned = new Map<Span, CodeToken[]>()
  const open: Span[] = []
  let next = 0
  for (const token of tokens) {
    while (open.length > 0 && (open.at(-1) as Span).end <= token.offset) open.pop()
    for (; next < spans.length && (spans[next] as Span).start <= token.offset; next += 1) {
      const span = spans[next] as Span
      if (span.end > token.offset) open.push(span)
    }
    const inner = open.at(-1)
    if (inner === undefined) continue
    const own = owned.get(inner)
    if (own === undefined) owned.set(inner, [token])
    else own.push(token)
  }
  return owned
}

function rangesOf(span: Span, pass: readonly FunctionRanges[]): readonly RangeCount[] {
  const found = pass.find(
    ({ functionName, ranges }) =>
      functionName === span.name &&
      ranges[0]?.startOffset === span.start &&
      ranges[0].endOffset === span.end,
  )
  return found?.ranges ?? []
}

/** Of the innermost range around the offset; V8 lists outer ranges before those inside them. */
function countAt(ranges: readonly RangeCount[], offset: number): number {
  const around = ranges.findLast(
    ({ startOffset, endOffset }) => startOffset <= offset && offset < endOffset,
  )
  return around?.count ?? 0
}
