import { type SweepReport, type SweptRun, sweepDeadRuns } from '../lifecycle/sweep.ts'
import { plural } from '../report/numbers.ts'
import { forgetLostWorktrees } from '../target/lost-worktrees.ts'

/** `perf clean`: removes what killed runs left behind, and says what it was. */
export async function clean(runsFolder: string, repository: string): Promise<string> {
  const report = await sweepDeadRuns(runsFolder)
  // git remembers a checkout whose folder has gone, until it is told to look.
  await forgetLostWorktrees(repository)
  return cleanedText(report)
}

/** A line for each run, and one for each thing that could not be removed, with the reason. */
export function cleanedText({ swept, live, skipped }: SweepReport): string {
  const lines = [
    ...swept.flatMap((run) => [
      `run ${run.runId}: ${removedOf(run)}`,
      ...run.notRemoved.map((reason) => `run ${run.runId}: could not remove ${reason}`),
    ]),
    ...live.map((id) => `run ${id}: alive, left alone`),
    ...skipped.map((reason) => `left alone: ${reason}`),
  ]
  return lines.length === 0 ? 'nothing to clean' : lines.join('\n')
}

function removedOf({ processes, containers, databases, folders }: SweptRun): string {
  const counts = [
    [processes, 'process', 'processes'],
    [containers, 'container', 'containers'],
    [databases, 'database', 'databases'],
    [folders, 'folder', 'folders'],
  ] as const
  const removed = counts
    .filter(([things]) => things.length > 0)
    .map(([things, one, many]) => plural(things.length, one, many))
  return removed.length === 0 ? 'removed nothing' : `removed ${removed.join(', ')}`
}
