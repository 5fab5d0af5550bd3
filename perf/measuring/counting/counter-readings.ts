import { createHash } from 'node:crypto'
import { type ProcessCounts, readProcessCounts } from '../../inspector/process-counts.ts'
import { ioCalls, type IoCalls } from '../../probes/io-calls.ts'
import { readTopics, type TopicReading } from '../../probes/kafka-topics.ts'
import {
  readStatements,
  statementsBetween,
  type StatementCounters,
} from '../../probes/postgres-statements.ts'
import { type RedisCommandCalls, redisCommandsBetween } from '../../probes/redis-commands.ts'
import type { RedisWatch } from '../../probes/redis-watch.ts'
import type { CounterValue } from '../../result/recording.ts'
import type { Workbench } from '../workbench.ts'
import type { CountedStation } from './counted-station.ts'

/**
 * Everything that is counted outside V8's coverage, before and after a stretch of one system's
 * work.
 */
export interface CounterReading {
  readonly statements: readonly StatementCounters[]
  readonly redis: RedisCommandCalls
  readonly kafka: TopicReading
  /** Undefined where the system does not tell. */
  readonly io: IoCalls | undefined
  readonly process: ProcessCounts
}

export interface CounterSources {
  readonly bench: Workbench
  readonly redis: RedisWatch
}

export async function readCounters(
  { bench, redis }: CounterSources,
  station: CountedStation,
): Promise<CounterReading> {
  return {
    statements: await readStatements(bench.postgres, station.database),
    redis: await redis.calls(station.redisIndex),
    kafka: await readTopics(bench.kafka, station.namespace),
    io: ioCalls(station.system.pid),
    process: await readProcessCounts(station.inspector),
  }
}

/** All counters between two readings, per operation. */
export function countersBetween(
  before: CounterReading,
  after: CounterReading,
  operations: number,
): Record<string, CounterValue> {
  const values: Record<string, CounterValue> = {}
  const add: Add = (group, name, count, unit, detail = null) => {
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
    add('redis.commands', name, calls, 'commands')
  }
  addKafka(before.kafka, after.kafka, add)
  addIo(before.io, after.io, add)
  addProcess(before.process, after.process, add)
  return values
}

type Add = (
  group: string,
  name: string,
  count: number,
  unit: string,
  detail?: string | null,
) => void

function addStatement(statement: StatementCounters, add: Add): void {
  const key = createHash('sha256').update(statement.text).digest('hex').slice(0, 12)
  add('sql.calls', key, statement.calls, 'calls', statement.text)
  add('sql.rows', key, statement.rows, 'rows', statement.text)
  add('sql.blocks', key, statement.blocks, 'blocks', statement.text)
  add('wal.records', key, statement.walRecords, 'records', statement.text)
  add('wal.bytes', key, statement.walBytes, 'bytes', statement.text)
}

function addKafka(before: TopicReading, after: TopicReading, add: Add): void {
  for (const [topic, messages] of after.messages) {
    add('kafka.messages', topic, messages - (before.messages.get(topic) ?? 0), 'messages')
  }
  for (const [topic, bytes] of after.bytes) {
    add('kafka.bytes', topic, bytes - (before.bytes.get(topic) ?? 0), 'bytes')
  }
}

function addIo(before: IoCalls | undefined, after: IoCalls | undefined, add: Add): void {
  if (before === undefined || after === undefined) return
  add('io.reads', 'system', after.reads - before.reads, 'calls')
  add('io.writes', 'system', after.writes - before.writes, 'calls')
}

function addProcess(before: ProcessCounts, after: ProcessCounts, add: Add): void {
  for (const [call, count] of Object.entries(after.httpCalls)) {
    add('http.calls', call, count - (before.httpCalls[call] ?? 0), 'calls')
  }
  for (const [route, bytes] of Object.entries(after.responseBytes)) {
    add('http.response-bytes', route, bytes - (before.responseBytes[route] ?? 0), 'bytes')
  }
  if (before.allocatedBytes === undefined || after.allocatedBytes === undefined) return
  add('memory.allocated', 'system', after.allocatedBytes - before.allocatedBytes, 'bytes')
}

const titleLength = 80

function shortened(text: string): string {
  return text.length <= titleLength ? text : `${text.slice(0, titleLength - 1)}…`
}
