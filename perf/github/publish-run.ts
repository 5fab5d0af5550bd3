import { annotationsOf } from '../report/annotations.ts'
import { renderJobSummary } from '../report/job-summary.ts'
import type { RunResult } from '../result/document.ts'
import { announce } from './annotations.ts'
import { appendJobSummary } from './job-summary.ts'

/** What a run inside a workflow leaves on its own page: the summary and the annotations. */
export async function publishRun(
  result: RunResult,
  jobSummaryPath: string | undefined,
): Promise<void> {
  announce(annotationsOf(result))
  if (jobSummaryPath !== undefined) await appendJobSummary(jobSummaryPath, renderJobSummary(result))
}
