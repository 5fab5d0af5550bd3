import { sweepDeadRuns } from '../lifecycle/sweep.ts'
import { gitMaybe } from '../target/git.ts'

/** `perf clean`: removes what killed runs left behind, and says what it was. */
export async function clean(runsFolder: string, repository: string): Promise<string> {
  const report = await sweepDeadRuns(runsFolder)
  // git remembers a checkout whose folder has gone, until it is told to look.
  await gitMaybe(['worktree', 'prune'], { cwd: repository })
  const lines = report.swept.map((run) => {
    const { runId, ...removed } = run
    return `run ${runId}: removed ${JSON.stringify(removed)}`
  })
  for (const id of report.live) lines.push(`run ${id}: alive, left alone`)
  lines.push(...report.skipped)
  return lines.length === 0 ? 'nothing to clean' : lines.join('\n')
}
