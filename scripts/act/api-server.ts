import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { findRoute, type Answer } from './api-routes.ts'
import { createZip } from './zip.ts'
import { addArtifact, type Fault, type GithubState, recordRequest } from './github-state.ts'

/**
 * A local HTTP server that behaves like the GitHub API where the pipeline touches it: real paging,
 * redirects to a download host, status codes, rate-limit headers, and faults on demand. It is what
 * `comment` talks to in tests, from Node and from inside a workflow that act executes.
 */
export interface GithubApi extends AsyncDisposable {
  /** For GITHUB_API_URL. */
  readonly url: string
  readonly state: GithubState
}

const requestLimitBytes = 64 * 1024 ** 2

export async function startGithubApi(state: GithubState): Promise<GithubApi> {
  const server = createServer((request, response) => {
    handle(state, request).then(
      (answer) => send(response, answer),
      (error: unknown) => send(response, { status: 500, body: { message: String(error) } }),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function handle(state: GithubState, request: IncomingMessage): Promise<Answer> {
  const method = request.method ?? 'GET'
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
  const body = await readBody(request)
  if (url.pathname.startsWith('/download/')) return download(state, request, url)
  if (url.pathname.startsWith('/upload/')) return upload(state, url, body)
  if (url.pathname.startsWith('/uploads/')) return uploadsOf(state, url)
  recordRequest(state, `${method} ${url.pathname}${url.search}`)
  if (!authorised(state, request)) return { status: 401, body: { message: 'Bad credentials' } }
  const fault = takeFault(state, method, url)
  if (fault !== undefined && fault.applied !== true) return faultAnswer(fault)
  const answer = route(state, method, url, body)
  return fault === undefined ? answer : faultAnswer(fault)
}

function route(state: GithubState, method: string, url: URL, body: Buffer): Answer {
  const found = findRoute(method, url.pathname, state.repository)
  if (found === undefined) return { status: 404, body: { message: 'Not Found' } }
  const parsed = body.length > 0 ? (JSON.parse(body.toString()) as Record<string, unknown>) : {}
  return found.handle({ state, url, body: parsed, parameters: found.parameters })
}

function takeFault(state: GithubState, method: string, url: URL): Fault | undefined {
  const fault = state.faults.find(
    (candidate) =>
      candidate.times > 0 && candidate.method === method && candidate.path.test(url.pathname),
  )
  if (fault !== undefined) fault.times -= 1
  return fault
}

function faultAnswer({ status, headers }: Fault): Answer {
  return { status, headers: headers ?? {}, body: { message: `injected ${status}` } }
}

function authorised(state: GithubState, request: IncomingMessage): boolean {
  const given = request.headers.authorization?.replace(/^(token|bearer) /i, '')
  return given === state.token
}

/** The storage host that downloads are redirected to: it refuses requests that carry our token. */
function download(state: GithubState, request: IncomingMessage, url: URL): Answer {
  recordRequest(state, `GET ${url.pathname}`)
  if (request.headers.authorization !== undefined) {
    return { status: 400, body: { message: 'Authorization is not for this host' } }
  }
  const fault = takeFault(state, 'GET', url)
  if (fault !== undefined) return faultAnswer(fault)
  const artifact = state.artifacts.find(({ id }) => url.pathname === `/download/${id}`)
  if (artifact === undefined) return { status: 404, body: { message: 'Not Found' } }
  return { status: 200, raw: artifact.content }
}

/** What the upload-artifact stand-in calls: /upload/RUN/NAME/FILE, one file per artifact. */
function upload(state: GithubState, url: URL, body: Buffer): Answer {
  const [, , run, name, file] = url.pathname.split('/').map(decodeURIComponent)
  if (run === undefined || name === undefined || file === undefined) {
    return { status: 400, body: { message: 'expected /upload/RUN/NAME/FILE' } }
  }
  state.uploads.push({ run: Number(run), name, file, content: body })
  addArtifact(state, { run: Number(run), name, content: createZip([{ name: file, data: body }]) })
  return { status: 201, body: {} }
}

/**
 * What the download-artifact stand-in calls: /uploads/RUN, all that the jobs of this run have left
 * so far.
 */
function uploadsOf(state: GithubState, url: URL): Answer {
  const run = Number(url.pathname.split('/')[2])
  const uploads = state.uploads.filter((each) => each.run === run)
  const body = uploads.map(({ name, file, content }) => ({
    name,
    file,
    base64: content.toString('base64'),
  }))
  return { status: 200, body }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > requestLimitBytes)
      throw new Error(`request body exceeds ${requestLimitBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function send(response: ServerResponse, answer: Answer): void {
  const headers = { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '999', ...answer.headers }
  if (answer.raw !== undefined) {
    response.writeHead(answer.status, { ...headers, 'content-type': 'application/zip' })
    response.end(answer.raw)
    return
  }
  response.writeHead(answer.status, { ...headers, 'content-type': 'application/json' })
  response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body))
}
