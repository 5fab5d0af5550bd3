import { functionName } from '../../code-places/code-place.ts'
import { LineMap } from '../../code-places/line-map.ts'
import type { CodePlace } from '../../result/evidence.ts'

/**
 * The text of one arm's own files, and where their functions stand. Node's type stripping keeps
 * lines.
 */
export interface ArmSource {
  /**
   * What stands on that line, white space folded; undefined where there is no such file or line.
   */
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
  const lines = new Map([...texts].map(([file, text]) => [file, new LineMap(text)]))
  const lastLines = new Map<string, number>()
  for (const [file, extents] of functions) {
    const own = lines.get(file)
    if (own === undefined) continue
    for (const { name, startOffset, endOffset } of extents) {
      const key = placeKey(functionName(name), file, own.lineOf(startOffset))
      lastLines.set(key, Math.max(lastLines.get(key) ?? 0, own.lineOf(endOffset)))
    }
  }
  return {
    lineText: (file, line) => lines.get(file)?.textOf(line),
    lastLine: (place) => lastLines.get(placeKey(place.function, place.file, place.line)),
  }
}

export const noSource: ArmSource = { lineText: () => undefined, lastLine: () => undefined }

export function placeKey(name: string, file: string, line: number): string {
  return `${file}:${line}:${name}`
}
