import { setTimeout as sleep } from 'node:timers/promises'
import type { Consumer, Message, MessagesStream, StreamOptions } from '@platformatic/kafka'
import { DependencyUnavailable } from '../errors.ts'
import { clientOptions, prefixed } from './client.ts'
import type { KafkaSettings } from './client.ts'
import { unlessAborted } from './unless-aborted.ts'

export interface ReceivedMessage {
  readonly key: string
  readonly value: string
  readonly partition: number
  readonly offset: bigint
}

/**
 * Of each of the first so many partitions of the topic, the offset that the group goes on at;
 * negative where it has committed none.
 */
export type Commits = (partitions: number) => Promise<readonly bigint[]>

export interface ConsumerRequest {
  readonly group: string
  readonly topic: string
  /**
   * Asked at each connection: partitions to be read from their start on; the others go on at the
   * group's commits, as all do where this is not given.
   */
  readonly readsAnew?: (commits: Commits) => Promise<ReadonlySet<number>>
  /**
   * How long messages are gathered before they are handled together; with 0 each is handled as it
   * comes.
   */
  readonly gatherMs: number
  /** At least once: a batch is committed after this resolved, and comes again when it throws. */
  readonly handle: (batch: readonly ReceivedMessage[]) => Promise<void>
}

export interface RunningConsumer {
  /** Messages in the topic that this group has not yet committed. @throws DependencyUnavailable */
  lag(): Promise<number>
  /** Finishes and commits the batch at hand. */
  stop(): Promise<void>
}

const reconnectDelayMs = 500
/**
 * A fetch is answered when it is full or this old, not for each message: requests are what costs.
 */
const fetchMinBytes = 1024 * 1024
/** Beyond either the stream waits for the handler: a message may be one event or two hundred. */
const longestBacklog = 5_000
const mostBacklogLetters = 16 * 1024 * 1024
/**
 * Of messages that are not gathered: a request that finds none is answered after this. The client
 * gives a request up after 30 s, closes its connection, and after four of them in a row the stream.
 */
export const longestWaitMs = 20_000
const heartbeatsPerSession = 3

type TextConsumer = Consumer<string, string, string, string>
type TextStream = MessagesStream<string, string, string, string>
type TextMessage = Message<string, string, string, string>
type Start = Pick<StreamOptions, 'mode' | 'offsets'>

export function startConsumer(settings: KafkaSettings, request: ConsumerRequest): RunningConsumer {
  const running = new Running(settings, request)
  running.start()
  return running
}

class Running implements RunningConsumer {
  readonly #settings: KafkaSettings
  readonly #request: ConsumerRequest
  readonly #topic: string
  readonly #stopping = new AbortController()
  #client: TextConsumer | undefined
  #loop: Promise<void> = Promise.resolve()

  constructor(settings: KafkaSettings, request: ConsumerRequest) {
    this.#settings = settings
    this.#request = request
    this.#topic = prefixed(settings, request.topic)
  }

  start(): void {
    this.#loop = this.#run()
  }

  async lag(): Promise<number> {
    const client = this.#client
    if (client === undefined) {
      throw new DependencyUnavailable('kafka', new Error('consumer not connected'))
    }
    try {
      // The group's own commits, not this member's view of them: it has none while it joins.
      const ends = (await client.listOffsets({ topics: [this.#topic] })).get(this.#topic) ?? []
      const committed = await this.#commits(client, ends.length)
      return ends.reduce((sum, end, index) => sum + behind(end, committed[index]), 0)
    } catch (error) {
      throw new DependencyUnavailable('kafka', error)
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#loop
  }

  /** Connects again for as long as it is not stopped; what was not committed comes again. */
  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#consumeUntilStopped()
      } catch (error) {
        this.#settings.log.warn({ err: error, topic: this.#topic }, 'consumer lost, reconnecting')
        await this.#pause(reconnectDelayMs)
      } finally {
        const client = this.#client
        this.#client = undefined
        await client?.close(true).catch(() => undefined)
      }
    }
  }

  async #consumeUntilStopped(): Promise<void> {
    const { Consumer: Client, stringDeserializers } = await import('@platformatic/kafka')
    const { sessionTimeoutMs } = this.#settings
    const client: TextConsumer = new Client({
      ...clientOptions(this.#settings),
      groupId: prefixed(this.#settings, this.#request.group),
      deserializers: stringDeserializers,
      autocommit: false,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: sessionTimeoutMs / heartbeatsPerSession,
      ...fetching(this.#request.gatherMs),
    })
    this.#client = client
    const lost = new AbortController()
    const lose = (error: unknown): void => lost.abort(error)
    // It could not join its group again, and does not try any more: it would stay without a part in
    // it, and commits would wait for that for ever.
    client.on('error', lose)
    const stream = await client.consume({
      topics: [this.#topic],
      ...(await this.#startOf(client)),
      fallbackMode: 'earliest',
    })
    stream.on('error', lose)
    stream.on('close', () => lose(new Error('stream closed')))
    await this.#handleAll(stream, lost.signal)
  }

  async #startOf(client: TextConsumer): Promise<Start> {
    let committed: readonly bigint[] = []
    const anew = await this.#request.readsAnew?.(
      async (partitions) => (committed = await this.#commits(client, partitions)),
    )
    if (anew === undefined || anew.size === 0) return { mode: 'committed' }
    // The client begins at the start where it is told of no offset.
    const offsets = committed.map((offset, partition) => ({
      topic: this.#topic,
      partition,
      offset,
    }))
    const kept = offsets.filter(({ offset, partition }) => offset >= 0n && !anew.has(partition))
    return { mode: 'manual', offsets: kept }
  }

  async #commits(client: TextConsumer, count: number): Promise<readonly bigint[]> {
    const partitions = Array.from({ length: count }, (_, partition) => partition)
    const topics = [{ topic: this.#topic, partitions }]
    return (await client.listCommittedOffsets({ topics })).get(this.#topic) ?? []
  }

  /** @param lost aborted with the reason when there is no more to be had of the stream */
  async #handleAll(stream: TextStream, lost: AbortSignal): Promise<void> {
    const backlog: TextMessage[] = []
    let letters = 0
    let wake: () => void = () => undefined
    stream.on('data', (message) => {
      backlog.push(message)
      letters += message.value.length
      if (backlog.length >= longestBacklog || letters >= mostBacklogLetters) {
        stream.pause()
      }
      wake()
    })
    const { signal } = this.#stopping
    const stopped = (): void => wake()
    signal.addEventListener('abort', stopped)
    lost.addEventListener('abort', stopped)
    try {
      while (!signal.aborted) {
        lost.throwIfAborted()
        letters = 0
        await this.#handle(backlog.splice(0), lost)
        stream.resume()
        if (this.#request.gatherMs > 0) {
          await this.#pause(this.#request.gatherMs)
        } else if (backlog.length === 0 && !lost.aborted && !signal.aborted) {
          await new Promise<void>((resolve) => (wake = resolve))
        }
      }
      await this.#handle(backlog.splice(0), lost)
    } finally {
      signal.removeEventListener('abort', stopped)
    }
  }

  async #handle(messages: readonly TextMessage[], lost: AbortSignal): Promise<void> {
    if (messages.length === 0) {
      return
    }
    await this.#request.handle(messages)
    const lastOfPartition = new Map(messages.map((message) => [message.partition, message]))
    const commits = [...lastOfPartition.values()].map(async (message) => message.commit())
    // A stream that ends while its member joins the group again leaves its commits unanswered.
    await unlessAborted(Promise.all(commits), lost)
  }

  async #pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#stopping.signal }).catch(() => undefined)
  }
}

function fetching(gatherMs: number): { minBytes: number; maxWaitTime: number } {
  return gatherMs > 0
    ? { minBytes: fetchMinBytes, maxWaitTime: gatherMs }
    : { minBytes: 1, maxWaitTime: longestWaitMs }
}

/**
 * A group that has not committed anything reports -1. Commits are read after the ends: those of
 * messages that came in between make up for nothing that another partition has left.
 */
function behind(end: bigint, committed = 0n): number {
  return Math.max(0, Number(end - (committed < 0n ? 0n : committed)))
}
