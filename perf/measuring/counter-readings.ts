import { createHash } from 'node:crypto'
import { ioCalls } from '../probes/io-calls.ts'
import { readTopicMessages, type TopicMessages } from '../probes/kafka-messages.ts'
import {
  readStatements,
  statementsBetween,
  type StatementCounters,
} from '../probes/postgres-statements.ts'
import {
  readRedisCommands,
  type RedisCommandCalls,
  redisCommandsBetween,
} from '../probes/redis-commands.ts'
import type { CounterValue } from '../result/recording.ts'
import type { Station } from './pair.ts'
import type { Workbench } from './workbench.ts'

/** Everything that is counted, read before and after a stretch of work of one system. */
export interface CounterReading {
  readonly statements: readonly StatementCounters[]
  readonly redis: RedisCommandCalls
  readonly kafka: TopicMessages
  readonly io: { readonly reads: number; readonly writes: number }
}

export async function readCounters(bench: Workbench, station: Station): Promise<CounterReading> {
  return {
    statements: await readStatements(bench.postgres, station.database),
    redis: await readRedisCommands(bench.redis),
    kafka: await readTopicMessages(bench.kafka, station.namespace),
    io: ioCalls(station.system.pid) ?? { reads: 0, writes: 0 },
  }
}

/** All counters since `before`, per operation. */
export async function countersSince(
  bench: Workbench,
  station: Station,
  before: CounterReading,
  operations: number,
): Promise<Record<string, CounterValue>> {
  const after = await readCounters(bench, station)
  const values: Record<string, CounterValue> = {}
  const add = (group: string, name: string, count: number, unit: string, detail: string | null) => {
    // What did not happen is not listed: two arms that both lack it are equal all the same.
    if (count === 0) return
    values[`${group}/${name}`] = {
      value: count / operations,
      unit,
      group,
      title: detail === null ? name : shortened(detail),
      detail,
    }
  }
  for (const statement of statementsBetween(before.statements, after.statements)) {
    addStatement(statement, add)
  }
  for (const [name, calls] of redisCommandsBetween(before.redis, after.redis)) {
    add('redis.commands', name, calls, 'commands', null)
  }
  for (const [topic, messages] of after.kafka) {
    add('kafka.messages', topic, messages - (before.kafka.get(topic) ?? 0), 'messages', null)
  }
  add('io.reads', 'system', after.io.reads - before.io.reads, 'calls', null)
  add('io.writes', 'system', after.io.writes - before.io.writes, 'calls', null)
  return values
}

type Add = (group: string, name: string, count: number, unit: string, detail: string | null) => void

function addStatement(statement: StatementCounters, add: Add): void {
  const key = createHash('sha256').update(statement.text).digest('hex').slice(0, 12)
  add('sql.calls', key, statement.calls, 'calls', statement.text)
  add('sql.rows', key, statement.rows, 'rows', statement.text)
  add('sql.blocks', key, statement.blocks, 'blocks', statement.text)
  add('wal.records', key, statement.walRecords, 'records', statement.text)
  add('wal.bytes', key, statement.walBytes, 'bytes', statement.text)
}

const titleLength = 80

function shortened(text: string): string {
  return text.length <= titleLength ? text : `${text.slice(0, titleLength - 1)}…`
}
