import type { Warning } from '../result/document.ts'

/** Folders that decide what a pull request is judged by; .github/CODEOWNERS lists the same. */
export const gatePaths = [
  '.github/',
  'baselines/',
  'perf/baseline/',
  'perf/stats/',
  'perf/verdict/',
]

const shownMost = 3

/**
 * A pull request may propose new baselines or another policy; it must not do so unseen. `files` are
 * the paths that it changes, from the repository's root.
 */
export function gateChanges(files: readonly string[]): Warning[] {
  const touched = files.filter((file) => gatePaths.some((path) => file.startsWith(path)))
  if (touched.length === 0) return []
  const shown = touched.slice(0, shownMost).join(', ')
  const more = touched.length > shownMost ? ` and ${touched.length - shownMost} more` : ''
  const message =
    `This pull request changes what it is judged by (${shown}${more}). The verdict here uses the ` +
    "default branch's policy and baselines; the workflow and the code that measured are the pull " +
    "request's own."
  return [{ code: 'gate-changed', message, gate: false }]
}
