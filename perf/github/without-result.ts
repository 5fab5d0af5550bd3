import type { KnownFailure } from '../errors.ts'
import { markdownText } from '../report/escape.ts'
import { type Marker, marker } from '../report/marker.ts'

/** The comment of a run that left no usable result: silence would read as "nothing regressed". */
export function renderWithoutResult(problem: KnownFailure, of: Marker, runUrl: string): string {
  return [
    marker(of),
    '### 🟡 Could not measure: there is no usable result',
    '',
    `${markdownText(problem.message, 400)}.`,
    '',
    `[The run](${runUrl}) says more.`,
    '',
  ].join('\n')
}
