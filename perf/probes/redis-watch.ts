import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { KnownFailure } from '../errors.ts'
import { commandName, isHousekeeping, type RedisCommandCalls } from './redis-commands.ts'

/**
 * Commands per database index, as MONITOR tells them. The server's own statistics are of all its
 * clients together; this tells two arms apart that work at the same time. It costs the server about
 * as much as the commands themselves: for passes that time nothing.
 */
export interface RedisWatch extends Disposable {
  /** Calls by command name that one database index saw since the watch began. */
  calls(index: number): Promise<RedisCommandCalls>
}

const markTimeoutMs = 5_000
const markPollMs = 2

export async function watchRedis(redis: Redis): Promise<RedisWatch> {
  const monitor = await monitorOf(redis)
  const byIndex = new Map<string, Map<string, number>>()
  const marks = new Set<string>()
  monitor.on(
    'monitor',
    (_time: string, args: readonly string[], _source: string, index: string) => {
      const [name = '', first = ''] = args
      if (name.toLowerCase() === 'echo') marks.add(first)
      else count(byIndex, index, commandName(name, first))
    },
  )
  return {
    async calls(index) {
      await reached(redis, marks)
      const calls = byIndex.get(String(index)) ?? new Map<string, number>()
      return new Map([...calls].filter(([name]) => !isHousekeeping(name)))
    },
    [Symbol.dispose]: () => monitor.disconnect(),
  }
}

async function monitorOf(redis: Redis): Promise<Redis> {
  try {
    const monitor = await redis.monitor()
    monitor.on('error', () => {
      // The mark that never comes says so, where it can be acted on.
    })
    return monitor
  } catch (cause) {
    throw new KnownFailure('service', 'Redis refuses MONITOR, expected it to be allowed', {
      cause,
      remedy: 'allow MONITOR to the user of --redis-url: it tells the commands of the arms apart',
    })
  }
}

/** Everything before a mark of our own has come when the mark has. */
async function reached(redis: Redis, marks: Set<string>): Promise<void> {
  const mark = randomUUID()
  await redis.echo(mark)
  const deadline = performance.now() + markTimeoutMs
  while (!marks.delete(mark)) {
    if (performance.now() > deadline) {
      throw new KnownFailure(
        'service',
        `Redis has not shown a command to MONITOR after ${markTimeoutMs} ms, expected all of them`,
      )
    }
    await new Promise((resolve) => setTimeout(resolve, markPollMs))
  }
}

function count(byIndex: Map<string, Map<string, number>>, index: string, name: string): void {
  const calls = byIndex.get(index) ?? new Map<string, number>()
  byIndex.set(index, calls)
  calls.set(name, (calls.get(name) ?? 0) + 1)
}
