import type { KnownFailure } from '../errors.ts'
import { createClient } from '../github/client.ts'
import { type CompletedRun, readCompletedRun } from '../github/event.ts'
import { appendJobSummary } from '../github/job-summary.ts'
import { changedFiles, identifyPullRequest, isStillHead } from '../github/pull-request.ts'
import { runMarker } from '../github/run-order.ts'
import { publishComment } from '../github/sticky-comment.ts'
import { renderWithoutResult } from '../github/without-result.ts'
import { renderMarkdown } from '../report/markdown.ts'
import type { Outcome, RunResult } from '../result/document.ts'
import type { CommentConfig } from './comment-config.ts'
import { gateChanges } from './gate-changes.ts'
import { type GroupReading, readResults } from './group-readings.ts'

export type CommentOutcome =
  | { readonly kind: 'skipped'; readonly reason: SkipReason; readonly message: string }
  | {
      readonly kind: 'published'
      readonly action: 'created' | 'updated'
      readonly pullRequest: number
      readonly url: string
      readonly duplicatesRemoved: number
      /**
       * `absent`: a group left no result. `refused`: what one left is not ours. `problem` says why;
       * the others' results are told all the same.
       */
      readonly artifact: GroupReading['kind']
      /** What the comment says; undefined without an accepted artifact. */
      readonly outcome: Outcome | undefined
      readonly problem: KnownFailure | undefined
    }

export type SkipReason =
  | 'not-a-pull-request'
  | 'cancelled'
  | 'no-open-pull-request'
  | 'ambiguous'
  | 'stale'
  | 'newer-run'

/**
 * `perf comment`: publishes what a pull request's run measured as its one comment. It runs in a
 * workflow that may write, with the default branch's code, and trusts the event and the API only;
 * the artifacts are data from strangers.
 */
export async function runComment(config: CommentConfig): Promise<CommentOutcome> {
  const run = await readCompletedRun(config.eventPath)
  const early = skipByRun(run)
  if (early !== undefined) return early
  const client = createClient(config.github)
  const { repository } = config.github
  const identity = await identifyPullRequest(client, repository, run)
  if (identity.kind !== 'found') return skipByIdentity(identity, run)

  const reading = await readResults(config, client, run)
  const notes = gateChanges(await changedFiles(client, repository, identity.number))
  const body = render(reading, notes, run)
  if (!(await isStillHead(client, repository, identity.number, run.headSha))) {
    return skipped('stale', `pull request #${identity.number} moved on from ${run.headSha}`)
  }
  const publication = await publishComment(client, config.github, {
    pullRequest: identity.number,
    author: config.author,
    run: { id: run.runId, attempt: run.attempt },
    body,
  })
  if (publication.kind === 'newer-run') {
    return skipped('newer-run', `the comment of #${identity.number} is of a newer run`)
  }
  if (config.jobSummaryPath !== undefined) await appendJobSummary(config.jobSummaryPath, body)
  return {
    kind: 'published',
    action: publication.kind,
    pullRequest: identity.number,
    url: publication.url,
    duplicatesRemoved: publication.duplicatesRemoved,
    artifact: reading.kind,
    outcome: reading.result?.outcome,
    problem: reading.problem,
  }
}

function skipByRun(run: CompletedRun): CommentOutcome | undefined {
  if (run.trigger !== 'pull_request') {
    return skipped('not-a-pull-request', `run ${run.runId} was not started by a pull request`)
  }
  if (run.conclusion === 'cancelled' || run.conclusion === 'skipped') {
    return skipped('cancelled', `run ${run.runId} did not run to its end: a newer one replaced it`)
  }
  return undefined
}

function skipByIdentity(
  identity: Exclude<Awaited<ReturnType<typeof identifyPullRequest>>, { kind: 'found' }>,
  run: CompletedRun,
): CommentOutcome {
  switch (identity.kind) {
    case 'none':
      return skipped('no-open-pull-request', `no open pull request has the branch of ${run.runId}`)
    case 'stale':
      return skipped('stale', `pull request #${identity.number} moved on from ${run.headSha}`)
    case 'ambiguous':
      return skipped(
        'ambiguous',
        `pull requests ${identity.numbers.join(', ')} have the same head, expected one`,
      )
  }
}

function skipped(reason: SkipReason, message: string): CommentOutcome {
  return { kind: 'skipped', reason, message }
}

function render(reading: GroupReading, notes: RunResult['warnings'], run: CompletedRun): string {
  const marker = {
    headSha: run.headSha,
    runId: runMarker({ id: run.runId, attempt: run.attempt }),
  }
  if (reading.result === undefined) return renderWithoutResult(reading.problem, marker, run.url)
  const { result } = reading
  const noted: RunResult = { ...result, warnings: [...notes, ...result.warnings] }
  return renderMarkdown(noted, { marker, runUrl: run.url })
}
