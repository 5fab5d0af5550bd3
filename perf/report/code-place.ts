import type { ChangedLines, CodePlace } from '../result/evidence.ts'

/** "system/app.ts:12"; what has no source says so. Plain text: the formatters escape it. */
export function placeText({ file, line }: CodePlace): string {
  if (file === '') return '(native code)'
  return line === 0 ? file : `${file}:${line}`
}

/** Whether one of the lines that the change touched lies in the function. */
export function isTouched(place: CodePlace, changed: ChangedLines | undefined): boolean {
  return touchedLine(place, changed) !== null
}

/** The first line of a function that the change touched. */
export function touchedLine(place: CodePlace, changed: ChangedLines | undefined): number | null {
  const end = place.lastLine ?? place.line
  const ranges = (changed ?? [])
    .filter(({ file }) => file === place.file)
    .flatMap((own) => own.ranges)
  const lines = ranges
    .filter(({ first, last }) => first <= end && last >= place.line)
    .map(({ first }) => Math.max(first, place.line))
  return lines.length === 0 ? null : lines.reduce((a, b) => Math.min(a, b))
}
