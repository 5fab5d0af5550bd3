import { counterPolicy, metricPolicy } from '../verdict/policy.ts'

/** Everything that measuring counts under; what the policy does not name of it is judged as exact. */
const countedGroups: readonly string[] = [
  'execution',
  'http.calls',
  'http.response-bytes',
  'instructions.postgres',
  'instructions.system',
  'io.reads',
  'io.writes',
  'kafka.bytes',
  'kafka.messages',
  'memory.allocated',
  'redis.commands',
  'sql.blocks',
  'sql.calls',
  'sql.rows',
  'wal.bytes',
  'wal.records',
]

/** Whether anything of this name can fail a run: a metric that gates, or a group of counters that can. */
export function canGate(name: string): boolean {
  if (metricPolicy(name).role === 'gate') return true
  return countedGroups.includes(name) && counterPolicy(name).kind !== 'inform'
}
