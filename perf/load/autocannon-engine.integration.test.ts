import { expect, test } from 'vitest'
import { openConnections } from './autocannon-engine.ts'
import { startServer } from './fixtures/http-server.ts'
import type { Connection, ConnectionOwner, ConnectionPool, WireAnswer } from './connection.ts'

/**
 * The contract with autocannon: what the engine relies on in its client, shown by behaviour. A
 * failure after an upgrade says which private member changed its meaning.
 */
class Recording implements ConnectionOwner {
  readonly connection: Connection
  readonly answers: WireAnswer[] = []
  connects = 0
  drops = 0

  constructor(connection: Connection) {
    this.connection = connection
  }
  connected() {
    this.connects += 1
  }
  answered(answer: WireAnswer) {
    this.answers.push(answer)
  }
  dropped() {
    this.drops += 1
  }
  get(path: string) {
    this.connection.send(`GET ${path} HTTP/1.1\r\nHost: test\r\n\r\n`)
  }
}

interface Opened extends AsyncDisposable {
  readonly owners: readonly Recording[]
  readonly pool: ConnectionPool
}

async function open(url: string, connections: number, connectTimeoutMs = 5000): Promise<Opened> {
  const owners: Recording[] = []
  const pool = await openConnections({
    baseUrl: url,
    connections,
    connectTimeoutMs,
    signal: new AbortController().signal,
    adopt: (connection) => {
      const owner = new Recording(connection)
      owners.push(owner)
      return owner
    },
  })
  return { owners, pool, [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() }
}

const until = (condition: () => boolean) => expect.poll(condition, { timeout: 5000 }).toBe(true)
const echo = (request: { url?: string | undefined }, response: { end(body: string): void }) =>
  response.end(`echo ${request.url}`)

test('connections are opened before anything is sent, exactly as many, and stay silent', async () => {
  let requests = 0
  await using server = await startServer((_request, response) => {
    requests += 1
    response.end()
  })
  await using opened = await open(server.url, 300)
  expect(opened.pool.up).toBe(300)
  await until(() => server.accepted === 300)
  expect(opened.owners.every((owner) => owner.connects === 1)).toBe(true)
  expect(requests).toBe(0)
})

test('a connection sends what it is told, once, and parks after the answer', async () => {
  const paths: string[] = []
  await using server = await startServer((request, response) => {
    paths.push(request.url ?? '')
    echo(request, response)
  })
  await using opened = await open(server.url, 1)
  const [owner] = opened.owners as [Recording]
  for (const [index, path] of ['/a', '/b', '/c'].entries()) {
    owner.get(path)
    await until(() => owner.answers.length === index + 1)
  }
  expect(paths).toEqual(['/a', '/b', '/c'])
  expect(owner.answers.map(({ status, body }) => [status, body])).toEqual([
    [200, 'echo /a'],
    [200, 'echo /b'],
    [200, 'echo /c'],
  ])
  expect(owner.answers[0]?.rawHeaders).toContain('Content-Length')
})

test('a socket that drops before its answer loses that request and no other', async () => {
  await using server = await startServer((request, response) => {
    if (request.url === '/lost') request.socket.destroy()
    else echo(request, response)
  })
  await using opened = await open(server.url, 1)
  const [owner] = opened.owners as [Recording]
  owner.get('/lost')
  await until(() => owner.connects === 2 || (owner.drops === 1 && opened.pool.up === 1))
  expect(owner.drops).toBe(1)
  owner.get('/kept')
  await until(() => owner.answers.length === 1)
  expect(owner.answers[0]?.body).toBe('echo /kept')
  expect(server.accepted).toBe(2)
})

test('half an answer is forgotten: the next one on the new socket is read from its beginning', async () => {
  await using server = await startServer((request, response) => {
    if (request.url !== '/half') return echo(request, response)
    response.writeHead(200, { 'content-length': 100 })
    response.write('only this', () => request.socket.destroy())
  })
  await using opened = await open(server.url, 1)
  const [owner] = opened.owners as [Recording]
  owner.get('/half')
  await until(() => owner.connects === 2)
  owner.get('/whole')
  await until(() => owner.answers.length === 1)
  expect(owner.answers[0]).toMatchObject({ status: 200, body: 'echo /whole' })
})

test('an answer that nobody asked for harms neither the process nor the connection', async () => {
  await using server = await startServer(echo)
  server.server.once('connection', (socket) => {
    socket.end('HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
  })
  await using opened = await open(server.url, 1)
  const [owner] = opened.owners as [Recording]
  await until(() => owner.connects === 2)
  expect(owner.answers).toEqual([])
  owner.get('/after')
  await until(() => owner.answers.length === 1)
  expect(owner.answers[0]?.body).toBe('echo /after')
})

test('a second answer to the same request is not taken for the answer to the next', async () => {
  await using server = await startServer((request, response) => {
    if (request.url !== '/twice') return echo(request, response)
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n'
    request.socket.write(`${answer}one${answer}two`)
  })
  await using opened = await open(server.url, 1)
  const [owner] = opened.owners as [Recording]
  owner.get('/twice')
  await until(() => owner.connects === 2)
  owner.get('/next')
  await until(() => owner.answers.length === 2)
  expect(owner.answers.map(({ body }) => body)).toEqual(['one', 'echo /next'])
})

test('an answer that is not HTTP drops the connection at once', async () => {
  await using server = await startServer((request, response) => {
    if (request.url === '/garbage') request.socket.write('this is not HTTP\r\n\r\n')
    else echo(request, response)
  })
  await using opened = await open(server.url, 1)
  const [owner] = opened.owners as [Recording]
  owner.get('/garbage')
  await until(() => owner.drops === 1 && opened.pool.up === 1)
  owner.get('/fine')
  await until(() => owner.answers.length === 1)
  expect(owner.answers[0]?.body).toBe('echo /fine')
})

test('"Connection: close" is obeyed: the answer counts and the next request uses a new socket', async () => {
  await using server = await startServer((request, response) => {
    response.setHeader('connection', 'close')
    echo(request, response)
  })
  await using opened = await open(server.url, 1)
  const [owner] = opened.owners as [Recording]
  owner.get('/one')
  await until(() => owner.answers.length === 1)
  await until(() => owner.connection.up)
  owner.get('/two')
  await until(() => owner.answers.length === 2)
  expect(owner.answers.map(({ body }) => body)).toEqual(['echo /one', 'echo /two'])
  expect(server.accepted).toBeGreaterThanOrEqual(2)
  expect(opened.pool.failedAttempts).toBe(0)
})

test('an abandoned answer never arrives, and the connection comes back without it', async () => {
  await using server = await startServer((request, response) => {
    if (request.url === '/slow') setTimeout(() => response.end('late'), 50)
    else echo(request, response)
  })
  await using opened = await open(server.url, 1)
  const [owner] = opened.owners as [Recording]
  owner.get('/slow')
  owner.connection.abandon()
  await until(() => owner.connects === 2)
  owner.get('/quick')
  await until(() => owner.answers.length === 1)
  await new Promise((resolve) => setTimeout(resolve, 100)) // longer than the late answer takes
  expect(owner.answers.map(({ body }) => body)).toEqual(['echo /quick'])
  expect(owner.drops).toBe(0)
})

test('a large answer in many pieces arrives whole', async () => {
  const text = 'abcdefghij'.repeat(100_000)
  await using server = await startServer((_request, response) => {
    response.write(text.slice(0, 7))
    setImmediate(() => response.end(text.slice(7)))
  })
  await using opened = await open(server.url, 1)
  const [owner] = opened.owners as [Recording]
  owner.get('/')
  await until(() => owner.answers.length === 1)
  expect(owner.answers[0]?.body).toBe(text)
})

test('a server that refuses fails the opening, with counts and the reason', async () => {
  const server = await startServer(echo)
  await server[Symbol.asyncDispose]()
  await expect(open(server.url, 3, 500)).rejects.toThrow(
    /accepted 0 of 3 connections in 500 ms, expected all of them: .*ECONNREFUSED/,
  )
})

test('a server that goes away is asked again ever more rarely', async () => {
  const server = await startServer(echo)
  await using opened = await open(server.url, 10)
  await server[Symbol.asyncDispose]()
  await new Promise((resolve) => setTimeout(resolve, 1500))
  // Attempts after 0, 100, 300, 700 ms (and 1500 at the edge) for each of ten connections.
  expect(opened.pool.failedAttempts).toBeGreaterThanOrEqual(20)
  expect(opened.pool.failedAttempts).toBeLessThanOrEqual(60)
  await using again = await startServer(echo, server.port)
  await until(() => opened.pool.up === 10)
  await until(() => again.accepted === 10)
})

test('closing the pool ends autocannon and leaves no socket', async () => {
  await using server = await startServer(echo)
  const opened = await open(server.url, 50)
  await opened[Symbol.asyncDispose]()
  await until(() => server.sockets.size === 0)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(server.accepted).toBe(50)
})
