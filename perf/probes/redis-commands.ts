/**
 * Calls per command name since a beginning; the difference of two readings is the work between
 * them.
 */
export type RedisCommandCalls = ReadonlyMap<string, number>

export function redisCommandsBetween(
  before: RedisCommandCalls,
  after: RedisCommandCalls,
): RedisCommandCalls {
  const difference = new Map<string, number>()
  for (const [name, calls] of after) {
    const more = calls - (before.get(name) ?? 0)
    if (more > 0) difference.set(name, more)
  }
  return difference
}

/** What reading and keeping a connection cause. */
export function isHousekeeping(name: string): boolean {
  return housekeeping.has(name)
}

const housekeeping = new Set([
  'info',
  'ping',
  'hello',
  'client|setinfo',
  'client|setname',
  'select',
])

/** As INFO commandstats names them: `hincrby`, `client|setname`. */
export function commandName(name: string, firstArgument: string): string {
  const lower = name.toLowerCase()
  return withSubcommands.has(lower) ? `${lower}|${firstArgument.toLowerCase()}` : lower
}

/** Source: https://redis.io/docs/latest/commands/, those whose pages have a parent. */
const withSubcommands = new Set([
  'acl',
  'client',
  'cluster',
  'command',
  'config',
  'function',
  'latency',
  'memory',
  'module',
  'object',
  'pubsub',
  'script',
  'slowlog',
  'xgroup',
  'xinfo',
])
