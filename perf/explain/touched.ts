import type { ChangedLines, CodePlace } from '../result/evidence.ts'

/** Whether a place of head lies in lines that the change touched; a function that contains one does. */
export type Touched = (place: CodePlace) => boolean

export function touchedBy(changed: ChangedLines): Touched {
  const files = new Map(changed.map(({ file, ranges }) => [file, ranges]))
  return ({ file, line, lastLine }) =>
    (files.get(file) ?? []).some(
      ({ first, last }) => first <= Math.max(line, lastLine ?? line) && last >= line,
    )
}

/** The migrations among the changed files, as places. */
export function changedMigrations(changed: ChangedLines): CodePlace[] {
  return changed
    .filter(({ file }) => file.endsWith('.sql') && file.includes('migration'))
    .map(({ file, ranges }) => ({ function: '', file, line: ranges[0]?.first ?? 1 }))
}

/** Where a change is, if it is in one file only: whatever the arms differ by comes from there. */
export function onlyChange(changed: ChangedLines): CodePlace | null {
  const [only, ...others] = changed
  const first = only?.ranges[0]?.first
  if (only === undefined || first === undefined || others.length > 0) return null
  return { function: '', file: only.file, line: first }
}
