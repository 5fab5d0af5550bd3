import type { RunResult } from '../result/document.ts'
import { markdownBody } from './markdown-body.ts'

/** GitHub drops a step summary above 1,024 KiB as a whole; this stays clear of it. */
export const jobSummaryMaxBytes = 1_000_000

/** The summary on the run's own page: the comment's content, unfolded and hardly ever cut. */
export function renderJobSummary(
  result: RunResult,
  options: { readonly maxBytes?: number } = {},
): string {
  return markdownBody(result, { maxBytes: options.maxBytes ?? jobSummaryMaxBytes, open: true })
}
