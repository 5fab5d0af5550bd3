import { EventEmitter } from 'node:events'
import { pino } from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startConsumer } from './consumer.ts'

/** The client of the library, as far as a stream is begun. */
const consume = vi.fn<(options: unknown) => Promise<EventEmitter>>()
class Client extends EventEmitter {
  consume = consume
  close = async () => undefined
  listCommittedOffsets = async () => new Map([['n.events', [7n, -1n, 9n]]])
}
vi.mock('@platformatic/kafka', () => ({ Consumer: Client, stringDeserializers: {} }))

const at = (partition: number, offset: bigint) => ({ topic: 'n.events', partition, offset })

test.each<[what: string, anew: readonly number[] | undefined, start: object]>([
  ['go on at the commits of the group', undefined, { mode: 'committed' }],
  ['go on there where none is to be read anew', [], { mode: 'committed' }],
  ['begin at their start where they are to', [0], { mode: 'manual', offsets: [at(2, 9n)] }],
])('partitions %s', async (_, anew, start) => {
  const stream = Object.assign(new EventEmitter(), { resume: () => undefined })
  consume.mockReset().mockResolvedValue(stream)
  const settings = {
    brokers: ['127.0.0.1:1'],
    namespace: 'n',
    sessionTimeoutMs: 6_000,
    log: pino({ level: 'silent' }),
  }
  const consumer = startConsumer(settings, {
    group: 'g',
    topic: 'events',
    gatherMs: 0,
    handle: async () => undefined,
    ...(anew !== undefined && {
      readsAnew: async (commits) => {
        await commits(3)
        return new Set(anew)
      },
    }),
  })
  onTestFinished(async () => {
    const stopped = consumer.stop()
    stream.emit('close')
    await stopped
  })
  await vi.waitFor(() => expect(stream.listenerCount('data')).toBe(1), { timeout: 10_000 })
  expect(consume.mock.calls).toEqual([
    [{ topics: ['n.events'], fallbackMode: 'earliest', ...start }],
  ])
})
