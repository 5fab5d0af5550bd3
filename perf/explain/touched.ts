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

/** The file of a change that has no other: but for packages, what the arms differ by comes from there. */
export function onlyChangedFile(changed: ChangedLines): CodePlace | null {
  const [only, ...others] = changed
  return only === undefined || others.length > 0 ? null : { function: '', file: only.file, line: 0 }
}
