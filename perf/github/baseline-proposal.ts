import { KnownFailure } from '../errors.ts'
import { createClient, type GithubClient } from './client.ts'
import type { GithubConfig } from './config.ts'
import { asRefusedRequest, doing } from './failure.ts'

/**
 * Opens a pull request with changed baseline files, through the API alone: the machine that
 * measured never holds git credentials. Nothing is merged here; a person reads old and new and
 * decides.
 */
export interface BaselineProposal {
  readonly github: GithubConfig
  /** Branch that the pull request goes into, and the commit that was measured. */
  readonly baseBranch: string
  readonly baseSha: string
  /** Name of the new branch; one run proposes once. */
  readonly branch: string
  readonly files: readonly BaselineFile[]
  /** Markdown: what changed, old and new. */
  readonly body: string
}

export interface BaselineFile {
  /** From the repository's root, below baselines/. */
  readonly path: string
  readonly content: string
}

export type ProposalOutcome =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'opened'; readonly number: number; readonly url: string }

export async function proposeBaselines(proposal: BaselineProposal): Promise<ProposalOutcome> {
  if (proposal.files.length === 0) return { kind: 'unchanged' }
  const client = createClient(proposal.github)
  const commit = await commitFiles(client, proposal)
  await doing(`create the branch ${proposal.branch}`, () =>
    client.rest.git.createRef({
      ...proposal.github.repository,
      ref: `refs/heads/${proposal.branch}`,
      sha: commit,
    }),
  )
  const { data } = await openingPullRequest(() =>
    client.rest.pulls.create({
      ...proposal.github.repository,
      title: title(proposal),
      head: proposal.branch,
      base: proposal.baseBranch,
      body: proposal.body,
    }),
  )
  return { kind: 'opened', number: data.number, url: data.html_url }
}

async function commitFiles(client: GithubClient, proposal: BaselineProposal): Promise<string> {
  const { repository } = proposal.github
  const parent = await doing(`read commit ${proposal.baseSha}`, () =>
    client.rest.git.getCommit({ ...repository, commit_sha: proposal.baseSha }),
  )
  const tree = await doing('write the new baselines', () =>
    client.rest.git.createTree({
      ...repository,
      base_tree: parent.data.tree.sha,
      tree: proposal.files.map(({ path, content }) => ({
        path,
        content,
        mode: '100644' as const,
        type: 'blob' as const,
      })),
    }),
  )
  const commit = await doing('commit the new baselines', () =>
    client.rest.git.createCommit({
      ...repository,
      message: title(proposal),
      tree: tree.data.sha,
      parents: [proposal.baseSha],
    }),
  )
  return commit.data.sha
}

/** The one refusal that a repository setting mends. */
async function openingPullRequest<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await doing('open the pull request', work)
  } catch (error) {
    if (!(error instanceof KnownFailure) || asRefusedRequest(error.cause)?.status !== 403) {
      throw error
    }
    throw new KnownFailure('github', error.message, {
      cause: error,
      remedy:
        'allow it under Settings, Actions, General: "Allow GitHub Actions to create and approve pull requests"',
    })
  }
}

function title({ files, baseSha }: BaselineProposal): string {
  const count = files.length === 1 ? 'one baseline' : `${files.length} baselines`
  return `chore(baselines): propose ${count} measured at ${baseSha.slice(0, 8)}`
}
