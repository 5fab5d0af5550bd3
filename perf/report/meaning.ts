import { type CounterGroup, isTotal } from '../result/counter-id.ts'
import type { CounterResult } from '../result/document.ts'
import { exact, plural } from './numbers.ts'

/**
 * One sentence on what a changed exact counter means, only where it follows from the numbers: a
 * counter that is not exact, did not change, or is of a kind not known here gets none.
 */
type Noun = readonly [one: string, many: string]

const nouns: Readonly<Partial<Record<CounterGroup, Noun>>> = {
  'sql.calls': ['SQL call', 'SQL calls'],
  'sql.rows': ['row', 'rows'],
  'sql.blocks': ['database block', 'database blocks'],
  'wal.records': ['WAL record', 'WAL records'],
  'wal.bytes': ['byte of WAL', 'bytes of WAL'],
  'redis.commands': ['Redis command', 'Redis commands'],
  'kafka.messages': ['Kafka message', 'Kafka messages'],
  'kafka.bytes': ['byte to Kafka', 'bytes to Kafka'],
  'http.calls': ['outgoing HTTP call', 'outgoing HTTP calls'],
  'http.response-bytes': ['byte of response', 'bytes of response'],
  'memory.allocated': ['allocated byte', 'allocated bytes'],
  execution: ['source token that ran', 'source tokens that ran'],
  'io.reads': ['read call', 'read calls'],
  'io.writes': ['write call', 'write calls'],
}

export function counterMeaning(
  counter: CounterResult,
  siblings: readonly CounterResult[],
): string | null {
  const base = counter.base ?? 0
  const head = counter.head ?? 0
  const noun = nounOf(counter)
  if (!counter.exact || base === head || noun === undefined) return null
  if (isTotal(counter)) return `${insteadOf(counter)}.`
  if (counter.group === 'sql.calls') return callsMeaning(base, head)
  const isOfStatement = counter.detail !== null
  return `${isOfStatement ? cause(counter, siblings) : ''}${difference(base, head, noun)}.`
}

/** "7 SQL calls per operation instead of 6", for a total that changed. */
export function insteadOf(counter: CounterResult): string {
  const [one, many] = nounsOf(counter)
  return `${plural(counter.head ?? 0, one, many)} per operation instead of ${exact(counter.base ?? 0)}`
}

/** What is counted, one of it and many; the group's own name where it has no other. */
export function nounsOf(counter: CounterResult): Noun {
  return nounOf(counter) ?? [counter.group, counter.group]
}

/** "bytes of WAL"; undefined for a group that has no name of its own. */
export function manyOf(counter: CounterResult): string | undefined {
  return nounOf(counter)?.[1]
}

function nounOf({ group }: CounterResult): Noun | undefined {
  const known: Readonly<Record<string, Noun>> = nouns
  return Object.hasOwn(known, group) ? known[group] : undefined
}

function callsMeaning(base: number, head: number): string {
  if (base === 0)
    return `A statement that base does not run: ${plural(head, 'call')} per operation.`
  if (head === 0) return 'Head no longer runs this statement.'
  return `The statement is sent ${difference(base, head, ['time', 'times'])}.`
}

/** Whether a statement does more because it is sent more often, or although it is not. */
function cause(counter: CounterResult, siblings: readonly CounterResult[]): string {
  const calls = siblings.find(
    ({ group, detail, exact: isExact }) =>
      group === 'sql.calls' && detail === counter.detail && isExact,
  )
  if (calls === undefined) return ''
  if (calls.base === calls.head) return 'Sent as often as before, and yet '
  return `Sent ${exact(calls.head ?? 0)} times per operation instead of ${exact(calls.base ?? 0)}: `
}

function difference(base: number, head: number, [one, many]: Noun): string {
  return `${plural(Math.abs(head - base), one, many)} ${head > base ? 'more' : 'fewer'} per operation`
}
