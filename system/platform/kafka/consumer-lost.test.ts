import { EventEmitter } from 'node:events'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startConsumer } from './consumer.ts'
import type { RunningConsumer } from './consumer.ts'

/** The client of the library, as far as it is used; it leaves every commit unanswered. */
class Client extends EventEmitter {
  static readonly made: Client[] = []
  readonly stream = Object.assign(new EventEmitter(), {
    pause: () => undefined,
    resume: () => undefined,
  })
  ends = [3n, 3n]
  committed = [3n, 3n]

  constructor() {
    super()
    Client.made.push(this)
  }

  consume = async () => this.stream
  close = async () => undefined
  listOffsets = async () => new Map([['n.events', this.ends]])
  listCommittedOffsets = async () => new Map([['n.events', this.committed]])

  receive(): void {
    const commit = async () => new Promise<void>(() => undefined)
    this.stream.emit('data', { key: 'k', value: 'v', partition: 0, offset: 1n, commit })
  }
}
vi.mock('@platformatic/kafka', () => ({ Consumer: Client, stringDeserializers: {} }))

const settings = {
  brokers: ['127.0.0.1:1'],
  namespace: 'n',
  sessionTimeoutMs: 6_000,
  log: pino({ level: 'silent' }),
}
const waits = { timeout: 10_000 }
const handled = vi.fn<() => Promise<void>>(async () => undefined)
let consumer: RunningConsumer
beforeEach(async () => {
  Client.made.length = 0
  consumer = startConsumer(settings, { group: 'g', topic: 'events', gatherMs: 0, handle: handled })
  await vi.waitUntil(() => Client.made[0]?.stream.listenerCount('data') === 1, waits)
})
afterEach(async () => {
  const stopped = consumer.stop()
  Client.made.at(-1)?.stream.emit('close')
  await stopped
})

function firstMade(): Client {
  const [client] = Client.made
  if (client === undefined) throw new Error('expected a client, got none')
  return client
}

test.each<[what: string, lose: (client: Client) => void]>([
  ['a stream that ends', ({ stream }) => stream.emit('error', new Error('broker gone'))],
  ['a member that cannot join again', (client) => client.emit('error', new Error('not joined'))],
])('%s while a commit is under way is replaced', async (_, lose) => {
  const first = firstMade()
  handled.mockClear()
  first.receive()
  await vi.waitFor(() => expect(handled).toHaveBeenCalledTimes(1), waits)
  lose(first)
  await vi.waitFor(() => expect(Client.made.length).toBe(2), waits)
})

test('what was committed after the ends were read makes up for no other partition', async () => {
  firstMade().committed = [5n, 1n]
  expect(await consumer.lag()).toBe(2)
})
