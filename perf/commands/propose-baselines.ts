import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Baseline, parseBaseline } from '../baseline/document.ts'
import { baselineFiles, lanesOf } from '../baseline/store.ts'
import { proposeBaselines, type ProposalOutcome } from '../github/baseline-proposal.ts'
import type { GithubConfig } from '../github/config.ts'
import { type ProposedBaseline, renderProposal } from '../github/proposal-body.ts'
import { git, gitMaybe } from '../target/git.ts'

/**
 * `perf baseline propose`: what `baseline update` wrote to this checkout, as a pull request for a
 * person to read. The checkout itself stays as it is.
 */
export interface ProposalConfig {
  readonly github: GithubConfig
  readonly repositoryFolder: string
  /** Of the branch that was checked out, and that the pull request goes into. */
  readonly baseBranch: string
  readonly runId: string
  readonly runAttempt: string
  readonly runUrl: string
}

export async function proposeStoredBaselines(config: ProposalConfig): Promise<ProposalOutcome> {
  const proposed = await changedBaselines(config.repositoryFolder)
  return proposeBaselines({
    github: config.github,
    baseBranch: config.baseBranch,
    baseSha: await git(['rev-parse', 'HEAD'], { cwd: config.repositoryFolder }),
    branch: `baselines/run-${config.runId}-${config.runAttempt}`,
    files: proposed.map(({ path }) => ({
      path,
      content: readFileSync(join(config.repositoryFolder, path), 'utf8'),
    })),
    body: renderProposal(proposed, config.runUrl),
  })
}

/** Baselines of this checkout that differ from its HEAD, new ones included. */
export async function changedBaselines(repositoryFolder: string): Promise<ProposedBaseline[]> {
  const folder = join(repositoryFolder, 'baselines')
  const files = lanesOf(folder).flatMap((lane) => baselineFiles(folder, lane))
  const compared = files.map(async (file): Promise<ProposedBaseline[]> => {
    const path = relative(repositoryFolder, file)
    const now = readFileSync(file, 'utf8')
    const stored = await gitMaybe(['show', `HEAD:${path}`], { cwd: repositoryFolder })
    if (stored !== undefined && stored.trim() === now.trim()) return []
    return [{ path, before: readable(stored, path), after: parseBaseline(now, path) }]
  })
  return (await Promise.all(compared)).flat()
}

function readable(text: string | undefined, path: string): Baseline | undefined {
  try {
    return text === undefined ? undefined : parseBaseline(text, path)
  } catch {
    // A stored document that is broken has no value to show, and the new one mends it.
    return undefined
  }
}
