import type { GithubClient } from './client.ts'
import type { Repository } from './config.ts'
import type { CompletedRun } from './event.ts'
import { doing } from './failure.ts'

/**
 * Which pull request a run belongs to, from the event and the API alone: an artifact that names one
 * could name somebody else's. The event's own list is empty for forks, and commit-to-pull-request
 * look-ups know nothing of them either, so open pull requests are listed by head.
 */
export type Identity =
  | { readonly kind: 'found'; readonly number: number; readonly headSha: string }
  | { readonly kind: 'stale'; readonly number: number }
  | { readonly kind: 'none' }
  /** The same branch is open against several bases and the event does not say which one ran. */
  | { readonly kind: 'ambiguous'; readonly numbers: readonly number[] }

export async function identifyPullRequest(
  client: GithubClient,
  repository: Repository,
  run: CompletedRun,
): Promise<Identity> {
  if (run.headRepository === null || run.headBranch === null) return { kind: 'none' }
  const { owner, fullName } = run.headRepository
  const pulls = await doing('list pull requests', () =>
    client.paginate(client.rest.pulls.list, {
      ...repository,
      state: 'open',
      head: `${owner}:${run.headBranch}`,
      per_page: 100,
    }),
  )
  // GitHub ignores a head filter that it cannot read and lists everything, and one owner may have
  // several forks, so its answer is checked, not trusted.
  const ofBranch = pulls.filter(
    (pull) => pull.head.ref === run.headBranch && pull.head.repo?.full_name === fullName,
  )
  return chooseOne(
    ofBranch.map((pull) => ({ number: pull.number, headSha: pull.head.sha })),
    run,
  )
}

interface Candidate {
  readonly number: number
  readonly headSha: string
}

export function chooseOne(candidates: readonly Candidate[], run: CompletedRun): Identity {
  const listed = candidates.filter((pull) => run.listedPullRequests.includes(pull.number))
  const eligible = listed.length > 0 ? listed : candidates
  const current = eligible.filter((pull) => pull.headSha === run.headSha)
  const [first] = current
  if (current.length > 1) {
    return { kind: 'ambiguous', numbers: current.map((pull) => pull.number) }
  }
  if (first !== undefined) return { kind: 'found', ...first }
  return eligible[0] === undefined
    ? { kind: 'none' }
    : { kind: 'stale', number: eligible[0].number }
}

/** Asked again just before writing: the branch may have moved while the artifact was read. */
export async function isStillHead(
  client: GithubClient,
  repository: Repository,
  number: number,
  headSha: string,
): Promise<boolean> {
  const { data } = await doing(`read pull request #${number}`, () =>
    client.rest.pulls.get({ ...repository, pull_number: number }),
  )
  return data.state === 'open' && data.head.sha === headSha
}

/** Paths that a pull request changes, at most the 3,000 that GitHub lists. */
export async function changedFiles(
  client: GithubClient,
  repository: Repository,
  number: number,
): Promise<string[]> {
  const files = await doing(`list the files of pull request #${number}`, () =>
    client.paginate(client.rest.pulls.listFiles, {
      ...repository,
      pull_number: number,
      per_page: 100,
    }),
  )
  return files.flatMap((file) => [file.filename, file.previous_filename ?? []].flat())
}
