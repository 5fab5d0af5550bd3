import { error, notice, warning } from '@actions/core'
import type { Annotation } from '../report/annotations.ts'

/**
 * Writes workflow commands to standard output, where the runner reads them; the library escapes.
 */
export function announce(annotations: readonly Annotation[]): void {
  const write = { error, warning, notice }
  for (const { level, title, message, file, line } of annotations) {
    const place = file === undefined || line === undefined ? {} : { file, startLine: line }
    write[level](message, { title, ...place })
  }
}
