import type { CommentOutcome } from './comment.ts'

/** What `perf comment` prints. Nothing of it is text of the artifact at the start of a line. */
export function describeComment(outcome: CommentOutcome): string {
  if (outcome.kind === 'skipped') return `No comment written: ${outcome.message}.`
  const { action, url, duplicatesRemoved, problem } = outcome
  return [
    `Comment ${action}: ${url} (${outcome.outcome ?? 'no result'}).`,
    ...(duplicatesRemoved > 0 ? [`Removed ${duplicatesRemoved} surplus of it.`] : []),
    ...(problem === undefined ? [] : [`The comment says why: ${problem.message}.`]),
  ].join('\n')
}

/**
 * A regression is the pull request's to fail, and has done so in its own run: publishing it is a
 * success. So is saying that a run left no result. An artifact that is not ours is not.
 */
export function commentExitCode(outcome: CommentOutcome): 0 | 2 {
  return outcome.kind === 'published' && outcome.artifact === 'refused' ? 2 : 0
}
