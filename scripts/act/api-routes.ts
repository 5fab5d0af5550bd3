import { gitRoutes } from './api-git-routes.ts'
import { addComment, type GithubState, type PullRequest } from './github-state.ts'
import { pageOf } from './paging.ts'

/** One answer; `raw` is sent as bytes, `body` as JSON. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly raw?: Uint8Array
}

export interface Call {
  readonly state: GithubState
  readonly url: URL
  readonly body: Readonly<Record<string, unknown>>
  readonly parameters: readonly string[]
}

export type Handler = (call: Call) => Answer
export type Route = readonly [method: string, path: RegExp, handler: Handler]

/** Above it GitHub answers 422. */
const commentLimitCharacters = 65_536

const routes: readonly Route[] = [
  ['GET', /^\/pulls$/, listPulls],
  ['GET', /^\/pulls\/(\d+)$/, getPull],
  ['GET', /^\/pulls\/(\d+)\/files$/, listPullFiles],
  ['GET', /^\/issues\/(\d+)\/comments$/, listComments],
  ['POST', /^\/issues\/(\d+)\/comments$/, createComment],
  ['PATCH', /^\/issues\/comments\/(\d+)$/, updateComment],
  ['DELETE', /^\/issues\/comments\/(\d+)$/, deleteComment],
  ['GET', /^\/actions\/runs\/(\d+)\/artifacts$/, listArtifacts],
  ['GET', /^\/actions\/artifacts\/(\d+)\/zip$/, redirectToDownload],
  ...gitRoutes,
]

export function findRoute(
  method: string,
  path: string,
  repository: string,
): { readonly handle: Handler; readonly parameters: readonly string[] } | undefined {
  const prefix = `/repos/${repository}`
  if (!path.startsWith(`${prefix}/`)) return undefined
  const rest = path.slice(prefix.length)
  for (const [ofMethod, pattern, handle] of routes) {
    const match = ofMethod === method ? pattern.exec(rest) : null
    if (match !== null) return { handle, parameters: match.slice(1).map(decodeURIComponent) }
  }
  return undefined
}

function listPulls({ state, url }: Call): Answer {
  const wanted = url.searchParams.get('state') ?? 'open'
  const head = url.searchParams.get('head')
  const pulls = state.pulls.filter(
    (pull) => (wanted === 'all' || pull.state === wanted) && matchesHead(pull, head),
  )
  return listing(pulls.map(pullPayload), url)
}

/** As GitHub does it: `owner:branch` filters, anything without a colon is ignored. */
function matchesHead(pull: PullRequest, head: string | null): boolean {
  if (head === null || !head.includes(':')) return true
  return head === `${pull.head.repo?.owner.login}:${pull.head.ref}`
}

function getPull({ state, parameters }: Call): Answer {
  const pull = state.pulls.find(({ number }) => String(number) === parameters[0])
  return pull === undefined ? notFound() : { status: 200, body: pullPayload(pull) }
}

function pullPayload({ files: _files, ...pull }: PullRequest): Omit<PullRequest, 'files'> {
  return pull
}

function listPullFiles({ state, url, parameters }: Call): Answer {
  const pull = state.pulls.find(({ number }) => String(number) === parameters[0])
  if (pull === undefined) return notFound()
  return listing(
    pull.files.map((filename) => ({ filename, status: 'modified' })),
    url,
  )
}

function listComments({ state, url, parameters }: Call): Answer {
  const comments = state.comments.filter((one) => String(one.issue_number) === parameters[0])
  return listing(comments, url)
}

function createComment({ state, body, parameters }: Call): Answer {
  const text = body['body']
  if (typeof text !== 'string' || !fits(text)) return unprocessable()
  return { status: 201, body: addComment(state, Number(parameters[0]), state.viewer, text) }
}

function updateComment({ state, body, parameters }: Call): Answer {
  const comment = state.comments.find(({ id }) => String(id) === parameters[0])
  if (comment === undefined) return notFound()
  const text = body['body']
  if (typeof text !== 'string' || !fits(text)) return unprocessable()
  comment.body = text
  return { status: 200, body: comment }
}

function deleteComment({ state, parameters }: Call): Answer {
  const index = state.comments.findIndex(({ id }) => String(id) === parameters[0])
  if (index === -1) return notFound()
  state.comments.splice(index, 1)
  return { status: 204 }
}

function listArtifacts({ state, url, parameters }: Call): Answer {
  const name = url.searchParams.get('name')
  const artifacts = state.artifacts
    .filter((artifact) => String(artifact.run) === parameters[0])
    .filter((artifact) => name === null || artifact.name === name)
  const page = pageOf(artifacts, url)
  return {
    status: 200,
    headers: page.link === undefined ? {} : { link: page.link },
    body: {
      total_count: artifacts.length,
      artifacts: page.items.map(({ content: _content, ...artifact }) => artifact),
    },
  }
}

function redirectToDownload({ state, url, parameters }: Call): Answer {
  const artifact = state.artifacts.find(({ id }) => String(id) === parameters[0])
  if (artifact === undefined) return notFound()
  if (artifact.expired) return { status: 410, body: { message: 'Artifact has expired' } }
  return { status: 302, headers: { location: `${url.origin}/download/${artifact.id}` } }
}

function listing(all: readonly unknown[], url: URL): Answer {
  const { items, link } = pageOf(all, url)
  return { status: 200, headers: link === undefined ? {} : { link }, body: items }
}

function fits(text: string): boolean {
  return text.length > 0 && text.length <= commentLimitCharacters
}

function unprocessable(): Answer {
  return {
    status: 422,
    body: { message: 'Validation Failed', errors: [{ field: 'body', code: 'invalid' }] },
  }
}

function notFound(): Answer {
  return { status: 404, body: { message: 'Not Found' } }
}
