import type { CounterResult } from '../result/document.ts'
import { exact, plural } from './numbers.ts'

/**
 * One sentence on what a changed exact counter means, only where it follows from the numbers: a
 * counter that is not exact, did not change, or is of a kind not known here gets none.
 */
export function counterMeaning(
  counter: CounterResult,
  siblings: readonly CounterResult[],
): string | null {
  const base = counter.base ?? 0
  const head = counter.head ?? 0
  if (!counter.exact || base === head) return null
  const [kind = '', subject = ''] = splitId(counter.id)
  switch (kind) {
    case 'sql.calls':
      return callsMeaning(base, head)
    case 'sql.rows':
      return `${cause(subject, siblings)}${difference(base, head, 'row')}.`
    case 'sql.blocks':
      return `${cause(subject, siblings)}${difference(base, head, 'database block')}.`
    case 'redis.commands':
      return `Redis is asked ${difference(base, head, 'time')}.`
    case 'kafka.messages':
      return `Kafka receives ${difference(base, head, 'message')}.`
    default:
      return null
  }
}

function callsMeaning(base: number, head: number): string {
  if (base === 0)
    return `A statement that base does not run: ${plural(head, 'call')} per operation.`
  if (head === 0) return 'Head no longer runs this statement.'
  return `The statement is sent ${difference(base, head, 'time')}.`
}

/** Whether a statement does more because it is sent more often, or although it is not. */
function cause(subject: string, siblings: readonly CounterResult[]): string {
  const calls = siblings.find((counter) => counter.id === `sql.calls/${subject}` && counter.exact)
  if (calls === undefined) return ''
  if (calls.base === calls.head) return 'Sent as often as before, and yet '
  return `Sent ${exact(calls.head ?? 0)} times per operation instead of ${exact(calls.base ?? 0)}: `
}

function difference(base: number, head: number, one: string): string {
  const size = Math.abs(head - base)
  return `${exact(size)} ${size === 1 ? one : `${one}s`} ${head > base ? 'more' : 'fewer'} per operation`
}

function splitId(id: string): [string, string] {
  const cut = id.indexOf('/')
  return cut < 0 ? [id, ''] : [id.slice(0, cut), id.slice(cut + 1)]
}
