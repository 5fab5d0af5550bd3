import type { RunResult } from '../result/document.ts'

/** The result document as a file: keys sorted at every level, two spaces, a newline at the end. */
export function renderJson(result: RunResult): string {
  return `${JSON.stringify(sortedKeys(result), undefined, 2)}\n`
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (typeof value !== 'object' || value === null) return value
  // Code unit order, not a locale's: the same bytes on every machine. A null prototype keeps a key
  // named __proto__ a key.
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const sorted: Record<string, unknown> = Object.create(null)
  for (const [key, inner] of entries) sorted[key] = sortedKeys(inner)
  return sorted
}
