/** What everything in this folder needs to know of GitHub; read once at the edge, passed down. */
export interface GithubConfig {
  /** GITHUB_API_URL, e.g. https://api.github.com */
  readonly apiUrl: string
  readonly token: string
  readonly repository: Repository
  readonly retry: RetryPolicy
}

export interface Repository {
  readonly owner: string
  readonly repo: string
}

export interface RetryPolicy {
  /** Requests in all, the first included. */
  readonly attempts: number
  /** Doubles with each attempt. */
  readonly backoffMs: number
  /** A wait that GitHub asks for beyond this is a failure: the job has a time limit of its own. */
  readonly longestWaitMs: number
}

export const defaultRetryPolicy: RetryPolicy = {
  attempts: 4,
  backoffMs: 1_000,
  longestWaitMs: 120_000,
}

/** Comments and pull requests that a workflow's own token writes have this author. */
export const workflowTokenAuthor = 'github-actions[bot]'
