/**
 * What the local GitHub knows: the parts of its data model that the pipeline reads and writes, in
 * the API's own field names. Tests arrange it directly and read back what arrived.
 */
export interface Comment {
  readonly id: number
  readonly html_url: string
  readonly user: { readonly login: string; readonly type: string }
  body: string
  readonly issue_number: number
}

export interface PullRequest {
  readonly number: number
  state: 'open' | 'closed'
  title: string
  readonly head: {
    readonly ref: string
    sha: string
    readonly repo: { readonly full_name: string; readonly owner: { readonly login: string } } | null
  }
  readonly base: { readonly ref: string }
  readonly files: readonly string[]
  body?: string
}

export interface Artifact {
  readonly id: number
  readonly name: string
  readonly run: number
  readonly size_in_bytes: number
  readonly expired: boolean
  /** What the download address serves. */
  readonly content: Uint8Array
}

/** As the upload-artifact stand-in sent it, for the download-artifact one. */
export interface Upload {
  readonly run: number
  readonly name: string
  readonly file: string
  readonly content: Buffer
}

/** The next `times` matching requests are answered with `status`. */
export interface Fault {
  readonly method: string
  readonly path: RegExp
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /**
   * The request is carried out all the same and only its answer lost, as behind a failing proxy.
   */
  readonly applied?: boolean
  times: number
}

export interface GithubState {
  /** full name of the one repository, e.g. "acme/shop" */
  readonly repository: string
  /** Who a request with the token is. */
  readonly viewer: string
  readonly token: string
  readonly comments: Comment[]
  readonly pulls: PullRequest[]
  readonly artifacts: Artifact[]
  readonly uploads: Upload[]
  readonly faults: Fault[]
  readonly git: GitData
  /** Every request as "METHOD /path?query", in the order of arrival. */
  readonly requests: string[]
  nextId: number
  /** Called before a request is answered: the world may change in the middle of a run. */
  onRequest: (line: string) => void
}

/** Git objects as the git database endpoints take them. */
export interface GitData {
  readonly refs: Map<string, string>
  readonly trees: Map<string, { base: string | undefined; files: Record<string, string> }>
  readonly commits: Map<string, { tree: string; message: string; parents: readonly string[] }>
}

export function createState(overrides: Partial<GithubState> = {}): GithubState {
  return {
    repository: 'acme/shop',
    viewer: 'github-actions[bot]',
    token: 'local-token',
    comments: [],
    pulls: [],
    artifacts: [],
    uploads: [],
    faults: [],
    git: { refs: new Map(), trees: new Map(), commits: new Map() },
    requests: [],
    nextId: 1,
    onRequest: () => undefined,
    ...overrides,
  }
}

export function addComment(
  state: GithubState,
  pullRequest: number,
  login: string,
  body: string,
): Comment {
  const id = state.nextId++
  const comment: Comment = {
    id,
    html_url: `https://github.com/${state.repository}/pull/${pullRequest}#issuecomment-${id}`,
    user: { login, type: login.endsWith('[bot]') ? 'Bot' : 'User' },
    body,
    issue_number: pullRequest,
  }
  state.comments.push(comment)
  return comment
}

export function addArtifact(
  state: GithubState,
  artifact: Pick<Artifact, 'run' | 'content'> & Partial<Artifact>,
): Artifact {
  const added: Artifact = {
    id: state.nextId++,
    name: 'perf-result-main-1',
    size_in_bytes: artifact.content.length,
    expired: false,
    ...artifact,
  }
  state.artifacts.push(added)
  return added
}

export function recordRequest(state: GithubState, line: string): void {
  state.requests.push(line)
  state.onRequest(line)
}
