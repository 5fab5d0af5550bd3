import type { ChangedLines, CodePlace } from '../result/evidence.ts'

/**
 * Whether a place of head lies in lines that the change touched; a function that contains one does.
 */
export type Touched = (place: CodePlace) => boolean

export function touchedBy(changed: ChangedLines): Touched {
  const files = new Map(changed.map(({ file, ranges }) => [file, ranges]))
  return ({ file, line, lastLine }) =>
    (files.get(file) ?? []).some(
      ({ first, last }) => first <= Math.max(line, lastLine ?? line) && last >= line,
    )
}

/**
 * The migration among the changed files; null where there are several, since which of them did what
 * is not known.
 */
export function changedMigration(changed: ChangedLines): CodePlace | null {
  const [only, ...others] = changed.filter(
    ({ file }) => file.endsWith('.sql') && file.includes('migration'),
  )
  if (only === undefined || others.length > 0) return null
  return { function: '', file: only.file, line: only.ranges[0]?.first ?? 1 }
}

/**
 * The file of a change that has no other: but for packages, what the arms differ by comes from
 * there.
 */
export function onlyChangedFile(changed: ChangedLines): CodePlace | null {
  const [only, ...others] = changed
  return only === undefined || others.length > 0 ? null : { function: '', file: only.file, line: 0 }
}
