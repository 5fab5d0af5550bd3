import type { CodePlace } from '../../result/evidence.ts'
import { anonymous } from './places.ts'

/** The text of one arm's own files, and where their functions stand. Node's type stripping keeps lines. */
export interface ArmSource {
  /** The line's text without its indentation; undefined where there is no such file or line. */
  lineText(file: string, line: number): string | undefined
  /** Last line of the function that begins there. */
  lastLine(place: CodePlace): number | undefined
}

export interface FunctionExtent {
  readonly name: string
  readonly startOffset: number
  readonly endOffset: number
}

/** Both maps by file, relative to the checkout. */
export function armSource(
  texts: ReadonlyMap<string, string>,
  functions: ReadonlyMap<string, readonly FunctionExtent[]>,
): ArmSource {
  const lines = new Map([...texts].map(([file, text]) => [file, text.split('\n')]))
  const lastLines = new Map<string, number>()
  for (const [file, extents] of functions) {
    const lineAt = lineFinder(texts.get(file) ?? '')
    for (const { name, startOffset, endOffset } of extents) {
      const key = placeKey(name === '' ? anonymous : name, file, lineAt(startOffset))
      lastLines.set(key, Math.max(lastLines.get(key) ?? 0, lineAt(endOffset)))
    }
  }
  return {
    lineText: (file, line) => lines.get(file)?.[line - 1]?.trim(),
    lastLine: (place) => lastLines.get(placeKey(place.function, place.file, place.line)),
  }
}

export const noSource: ArmSource = { lineText: () => undefined, lastLine: () => undefined }

export function placeKey(name: string, file: string, line: number): string {
  return `${file}:${line}:${name}`
}

/** Line of an offset, from 1, by bisection over where lines start. */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] as number) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }
}
