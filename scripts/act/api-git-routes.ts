import { createHash } from 'node:crypto'
import type { Answer, Call, Route } from './api-routes.ts'

/** The git database endpoints and opening a pull request: what proposing baselines needs. */
export const gitRoutes: readonly Route[] = [
  ['GET', /^\/git\/ref\/(.+)$/, getRef],
  ['POST', /^\/git\/refs$/, createRef],
  ['GET', /^\/git\/commits\/([0-9a-f]+)$/, getCommit],
  ['POST', /^\/git\/trees$/, createTree],
  ['POST', /^\/git\/commits$/, createCommit],
  ['POST', /^\/pulls$/, createPull],
]

function getRef({ state, parameters }: Call): Answer {
  const sha = state.git.refs.get(`refs/${parameters[0]}`)
  if (sha === undefined) return { status: 404, body: { message: 'Not Found' } }
  return { status: 200, body: { ref: `refs/${parameters[0]}`, object: { sha, type: 'commit' } } }
}

function createRef({ state, body }: Call): Answer {
  const { ref, sha } = body as { ref: string; sha: string }
  if (state.git.refs.has(ref) || !state.git.commits.has(sha)) {
    return { status: 422, body: { message: 'Reference already exists or object is missing' } }
  }
  state.git.refs.set(ref, sha)
  return { status: 201, body: { ref, object: { sha, type: 'commit' } } }
}

function getCommit({ state, parameters }: Call): Answer {
  const sha = parameters[0] ?? ''
  const commit = state.git.commits.get(sha)
  if (commit === undefined) return { status: 404, body: { message: 'Not Found' } }
  return { status: 200, body: { sha, tree: { sha: commit.tree }, message: commit.message } }
}

function createTree({ state, body }: Call): Answer {
  const { base_tree: base, tree } = body as {
    base_tree?: string
    tree: readonly { path: string; content: string }[]
  }
  const files = Object.fromEntries(tree.map(({ path, content }) => [path, content]))
  const sha = hash({ base, files })
  state.git.trees.set(sha, { base, files })
  return { status: 201, body: { sha } }
}

function createCommit({ state, body }: Call): Answer {
  const commit = body as unknown as { tree: string; message: string; parents: readonly string[] }
  if (!state.git.trees.has(commit.tree)) {
    return { status: 422, body: { message: 'Tree SHA does not exist' } }
  }
  const sha = hash(commit)
  state.git.commits.set(sha, commit)
  return { status: 201, body: { sha } }
}

function createPull({ state, body }: Call): Answer {
  const { title, head, base, body: text } = body as Record<string, string>
  const sha = state.git.refs.get(`refs/heads/${head}`)
  if (sha === undefined || head === undefined || base === undefined) {
    return { status: 422, body: { message: 'Validation Failed' } }
  }
  const number = state.nextId++
  const owner = state.repository.split('/')[0] ?? ''
  state.pulls.push({
    number,
    state: 'open',
    title: title ?? '',
    head: { ref: head, sha, repo: { full_name: state.repository, owner: { login: owner } } },
    base: { ref: base },
    files: [],
    body: text ?? '',
  })
  const url = `https://github.com/${state.repository}/pull/${number}`
  return { status: 201, body: { number, html_url: url } }
}

function hash(value: unknown): string {
  return createHash('sha1').update(JSON.stringify(value)).digest('hex')
}
