import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTelemetry } from '../../telemetry/telemetry.ts'
import { createHttpServer, type HttpServer } from '../server.ts'

/**
 * What a client is answered must not hang on who reads it: the same bytes, cut at the same places,
 * go to a server that takes what is simple and to one that leaves all to Node.
 */
const seed = 20_260_102
const conversations = 300
const atOnce = 10
const mostRequests = 5
const mostPieces = 4

const post = (body: string, headers = ''): string =>
  `POST /api/v1/simple HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n` +
  `Content-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`

/** After these a connection goes on. */
const requests: ((random: Random) => string)[] = [
  (random) => post(`{"n":${random(100)}}`),
  (random) => post(`{"n":${random(100)}}`, 'x-wait: 1\r\n'),
  (random) => post(`{"text":"${'é'.repeat(random(500))}"}`),
  (random) => post(`{"text":"${'y'.repeat(random(30_000))}"}`),
  () => 'GET /api/v1/other HTTP/1.1\r\nhost: x\r\n\r\n',
  () => 'GET /api/v1/simple HTTP/1.1\r\nhost: x\r\n\r\n',
  () =>
    'POST /api/v1/simple HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n' +
    'transfer-encoding: chunked\r\n\r\n5\r\n{"a":\r\n2\r\n1}\r\n0\r\n\r\n',
  () => `\r\n${post('{}')}`,
  () => post('{}', 'x: 1\r\nx: 2\r\n'),
  () => post('{}', 'expect: 100-continue\r\n'),
]

/** After these it is closed. */
const lastRequests: readonly string[] = [
  post('{}', 'connection: close\r\n'),
  post('{'),
  post('{}', 'content-length: 2\r\n'),
  post('{}', 'content-length : 2\r\n'),
  post('{}', 'transfer-encoding: chunked\r\n'),
  post('{}', `x: ${'y'.repeat(20_000)}\r\n`),
  'POST /api/v1/simple HTTP/1.1\r\nconnection: close\r\n\r\n',
  'nothing of the kind\r\n\r\n',
]

/** A whole number below the bound. */
type Random = (below: number) => number

/** Park and Miller's minimal standard generator. */
function randomOf(start: number): Random {
  let state = start
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

const servers: HttpServer[] = []

beforeAll(async () => {
  for (const isSimple of [true, false]) {
    const server = createHttpServer(pino({ level: 'silent' }), createTelemetry().http)
    server.app.post('/api/v1/simple', { config: { isSimple } }, async (request, reply) => {
      if (request.headers['x-wait'] !== undefined) await nextTurn()
      return reply.code(201).send({ body: request.body })
    })
    server.app.get('/api/v1/other', () => ({}))
    await server.app.listen({ host: '127.0.0.1', port: 0 })
    servers.push(server)
  }
})

afterAll(async () => Promise.all(servers.map(async ({ app }) => app.close())))

interface Conversation {
  readonly pieces: readonly Buffer[]
  /** Of the requests in the pieces. */
  readonly answers: number
  /** Sent by itself, when those have come: a refusal cuts off the answers before it. */
  readonly last: string
}

/** All that the server says until it ends the connection, without what differs each time. */
async function answersOf(
  server: HttpServer,
  { pieces, answers, last }: Conversation,
): Promise<string> {
  const { port } = server.app.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1').setNoDelay()
  let text = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk))
  for (const piece of pieces) {
    socket.write(piece)
    await nextTurn()
  }
  while ([...text.matchAll(finalStatus)].length < answers) await once(socket, 'data')
  const ended = once(socket, 'end')
  socket.write(last)
  await ended
  socket.destroy()
  return text.replaceAll(differing, '')
}

/** The last of them stands elsewhere among the headers; what it does, `end` has shown. */
const differing = /^(?:date: .*|x-request-id: .*|connection: close)\r\n/gim
const finalStatus = /HTTP\/1\.1 [2-5]/g

function conversation(random: Random): Conversation {
  const count = random(mostRequests)
  const going = Array.from({ length: count }, () => {
    const request = requests[random(requests.length)]
    return request === undefined ? '' : request(random)
  })
  const text = Buffer.from(going.join(''))
  const cuts = Array.from({ length: random(mostPieces) }, () => random(text.length + 1))
  const edges = [0, ...cuts.toSorted((a, b) => a - b), text.length]
  const pieces = edges.slice(1).map((edge, index) => text.subarray(edges[index], edge))
  return { pieces, answers: count, last: lastRequests[random(lastRequests.length)] ?? '' }
}

test('whatever is sent, and however it is cut, the answers are those that Node gives', async () => {
  const random = randomOf(seed)
  for (let done = 0; done < conversations; done += atOnce) {
    const some = Array.from({ length: atOnce }, () => conversation(random))
    await Promise.all(
      some.map(async (each) => {
        const [simple, asNode] = await Promise.all(
          servers.map(async (server) => answersOf(server, each)),
        )
        expect(simple, [...each.pieces, each.last].map(String).join('|')).toBe(asNode)
      }),
    )
  }
  expect(servers.map((server) => server.inFlight())).toEqual([0, 0])
})
