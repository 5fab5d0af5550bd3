import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import autocannon from 'autocannon'
import { expect, test } from 'vitest'
import type { WireAnswer } from './connection.ts'
import { type AutocannonClient, ParkedConnection } from './parked-connection.ts'
import { seededRandom } from './random.ts'

/**
 * What a load counts must not hang on who reads an answer: the same bytes, cut at the same places,
 * go to a connection, which reads what is plain by itself, and to autocannon's parser.
 */
const seed = 20_260_103
const conversations = 2_000
const mostAnswers = 4
const mostCuts = 3

interface ParsedHead {
  readonly statusCode: number
  readonly headers: string[]
}

const load = createRequire(import.meta.resolve('autocannon'))
const { HTTPParser } = load('http-parser-js') as {
  HTTPParser: (new (type: 'RESPONSE') => Record<number, unknown> & AutocannonClient['parser']) & {
    readonly kOnHeadersComplete: number
    readonly kOnBody: number
    readonly kOnMessageComplete: number
  }
}

const answer = (body: string, ...headers: string[]) =>
  ['HTTP/1.1 200 OK', ...headers, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join(
    '\r\n',
  )

type Random = ReturnType<typeof seededRandom>
type AnswerText = (random: Random) => string

/** Of these a connection asks no parser, unless they come in pieces or more than one at once. */
const plainTexts: readonly AnswerText[] = [
  (random) => answer(`{"n":${random.integer(0, 99)}}`, 'x:  y \t', 'Connection: keep-alive'),
  (random) => answer('é'.repeat(random.integer(0, 99))),
  () => answer('', 'Retry-After: 1'),
  () => answer('{}', 'Connection: Keep-Alive', 'Keep-Alive: timeout=75'),
]

const otherTexts: readonly AnswerText[] = [
  () => answer('{}', 'connection: close'),
  () => answer('{}', 'content-length: 2'),
  () => answer('{}', 'content-length: 3'),
  () => answer('{}', 'content-length : 3'),
  () => answer('{}', 'x: é', 'y: 1\n z'),
  () => answer('{}', 'x: 1', ' 2'),
  () => answer('{}', 'no colon'),
  () => answer('{}', 'upgrade: h2c'),
  () => `\r\n${answer('{}')}`,
  () => `${answer('{}')}\r\n`,
  () => 'HTTP/1.1 204 No Content\r\n\r\n',
  () => 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n',
  () => 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}',
  () => 'HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n{}',
  () => 'HTTP/1.1 200 OK\nContent-Length: 2\n\n{}',
  () => 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
  () => 'HTTP/1.1 200 OK\r\n\r\nwithout an end',
  () => 'nothing of the kind\r\n\r\n',
]

const anyText = (random: Random): AnswerText =>
  random.pick(random.next() < 0.5 ? plainTexts : otherTexts)

/** What is read at once. */
interface Chunk {
  readonly bytes: Buffer
  /** A request was sent before it came, if none was outstanding. */
  readonly isAsked: boolean
}

function conversation(random: Random): Chunk[] {
  return Array.from({ length: random.integer(1, mostAnswers) }, () => {
    const count = random.next() < 0.1 ? 2 : 1
    const text = Array.from({ length: count }, () => anyText(random)(random)).join('')
    const bytes = Buffer.from(text)
    const cuts = Array.from({ length: Math.max(0, random.integer(-mostCuts, mostCuts)) }, () =>
      random.integer(1, bytes.length - 1),
    )
    const edges = [0, ...new Set(cuts.toSorted((a, b) => a - b)), bytes.length]
    const isAsked = random.next() < 0.95
    return edges.slice(1).map((edge, index) => ({
      bytes: bytes.subarray(edges[index], edge),
      isAsked: isAsked && index === 0,
    }))
  }).flat()
}

interface Heard {
  readonly answers: unknown[]
  isDropped: boolean
}

/** By autocannon's parser alone: an answer counts when it was asked for before it began. */
function byParser(chunks: readonly Chunk[]): Heard {
  const heard: Heard = { answers: [], isDropped: false }
  const parser = new HTTPParser('RESPONSE')
  let head: (ParsedHead & { shouldKeepAlive: boolean }) | undefined
  let body: Buffer[] = []
  let isAwaited = false
  let isAsked = false
  parser[HTTPParser.kOnHeadersComplete] = (told: typeof head) => {
    head = told
  }
  parser[HTTPParser.kOnBody] = (bytes: Buffer, start: number, length: number) => {
    body.push(Buffer.from(bytes.subarray(start, start + length)))
  }
  parser[HTTPParser.kOnMessageComplete] = () => {
    if (isAsked && isAwaited) {
      const { statusCode: status, headers: rawHeaders } = head ?? {}
      heard.answers.push({ status, body: Buffer.concat(body).toString(), rawHeaders })
    }
    heard.isDropped ||= !isAsked || head?.shouldKeepAlive === false
    body = []
    isAsked = isAwaited = false
  }
  for (const chunk of chunks) {
    if (heard.isDropped) break
    isAwaited ||= chunk.isAsked
    if (parser.state === 'RESPONSE_LINE' && parser.line === '') isAsked = isAwaited
    parser.execute(chunk.bytes)
    heard.isDropped ||= parser.hadError
  }
  return heard
}

const request = 'GET / HTTP/1.1\r\n\r\n'

/** How many answers were read by whom. */
interface Readers {
  plain: number
  parser: number
}

interface Listening {
  readonly readers?: Readers
  /** Whether each answer is followed by the next request before it returns. */
  readonly asksOn?: boolean
}

function byConnection(
  client: AutocannonClient,
  chunks: readonly Chunk[],
  { readers = { plain: 0, parser: 0 }, asksOn = false }: Listening = {},
): Heard {
  const heard: Heard = { answers: [], isDropped: false }
  const connection = new ParkedConnection(client)
  let reader: keyof Readers = 'plain'
  const { requestIterator } = client
  const recordBody = requestIterator.recordBody.bind(requestIterator)
  requestIterator.recordBody = (...told) => {
    reader = 'parser'
    recordBody(...told)
    reader = 'plain'
  }
  connection.owner = {
    connected() {},
    dropped() {},
    answered({ status, body, rawHeaders }: WireAnswer) {
      heard.answers.push({ status, body, rawHeaders })
      readers[reader] += 1
      if (asksOn) connection.send(request)
    },
  }
  const socket = { write() {}, destroy: () => (heard.isDropped = true) }
  client.conn = socket as unknown as Socket
  let answered = 0
  let isAwaited = false
  for (const chunk of chunks) {
    if (heard.isDropped) break
    if (heard.answers.length > answered) isAwaited = false
    answered = heard.answers.length
    if (chunk.isAsked && !isAwaited) connection.send(request)
    isAwaited ||= chunk.isAsked
    client.parser.execute(chunk.bytes)
  }
  client.conn = undefined
  return heard
}

async function withClients(
  count: number,
  use: (clients: readonly AutocannonClient[]) => void,
): Promise<void> {
  const clients: AutocannonClient[] = []
  const running = autocannon({
    url: 'http://127.0.0.1:1',
    connections: count,
    sampleInt: 10,
    skipAggregateResult: true,
    setupClient(client) {
      const own = client as unknown as AutocannonClient
      own._connect = () => {}
      clients.push(own)
    },
  })
  try {
    use(clients)
  } finally {
    for (const client of clients) {
      client.conn = { removeAllListeners() {}, on() {}, destroy() {} } as unknown as Socket
      client.destroy()
    }
    await running
  }
}

test('whatever is answered, and however it is cut, it is read as the parser reads it', async () => {
  const random = seededRandom(seed)
  const readers: Readers = { plain: 0, parser: 0 }
  await withClients(conversations, (clients) => {
    for (const client of clients) {
      const chunks = conversation(random)
      const expected = byParser(chunks)
      const said = chunks.map(({ bytes, isAsked }) => `${isAsked}: ${String(bytes)}`).join(' | ')
      expect(byConnection(client, chunks, { readers }), said).toEqual(expected)
    }
  })
  // Or one way could be closed, and this be a comparison of the other with itself.
  expect(readers.plain).toBeGreaterThan(conversations / 4)
  expect(readers.parser).toBeGreaterThan(conversations / 4)
})

test('what came with an answer is not for what is asked because of that answer', async () => {
  await withClients(1, ([client]) => {
    const bytes = Buffer.from(answer('one') + answer('two'))
    const heard = byConnection(client as AutocannonClient, [{ bytes, isAsked: true }], {
      asksOn: true,
    })
    expect(heard.answers).toMatchObject([{ body: 'one' }])
    expect(heard.isDropped).toBe(true)
  })
})
