import type { ProposalOutcome } from '../github/baseline-proposal.ts'
import { type CommentOutcome, runComment } from './comment.ts'
import { proposeStoredBaselines } from './propose-baselines.ts'
import { commentConfigFrom, proposalConfigFrom } from './workflow-config.ts'

/** The commands that only a workflow calls: environment in, one text and an exit code out. */
interface WorkflowContext {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly print: (text: string) => void
}

/** `perf comment` */
export async function commentCommand(
  context: WorkflowContext,
  baselinesFolder: string,
): Promise<number> {
  const outcome = await runComment(commentConfigFrom(context.environment, baselinesFolder))
  context.print(describeComment(outcome))
  return commentExitCode(outcome)
}

/** `perf baseline propose` */
export async function proposeCommand(
  context: WorkflowContext,
  repositoryFolder: string,
): Promise<number> {
  const config = proposalConfigFrom(context.environment, repositoryFolder)
  context.print(describeProposal(await proposeStoredBaselines(config)))
  return 0
}

export function describeProposal(outcome: ProposalOutcome): string {
  return outcome.kind === 'opened'
    ? `Proposed the baselines: ${outcome.url}.`
    : 'No baseline differs from this commit: nothing to propose.'
}

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
