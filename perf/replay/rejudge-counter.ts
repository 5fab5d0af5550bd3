import { isTotal } from '../result/counter-id.ts'
import type { CounterResult } from '../result/document.ts'
import type { RecordedCounter } from '../selftest/record.ts'
import { exactGate, type Judged } from '../verdict/judge-counters.ts'
import { counterPolicy } from '../verdict/policy.ts'
import { smallestEffectOf, toleratedVerdict } from '../verdict/tolerance.ts'

/**
 * A recorded counter judged by today's policy. The record has what the passes came to and the tolerance
 * that was known then, not the passes: tolerances learned since would have seen the very round.
 */
export function rejudgeCounter(counter: RecordedCounter): CounterResult {
  const { id, exact, base, head, tolerance } = counter
  const group = id.slice(0, id.indexOf('/'))
  const unread = { title: id, unit: '', detail: null, stored: null }
  const known = { id, group, ...unread, exact, base, head }
  return {
    ...known,
    ...judged(counter, group),
    ...(tolerance === undefined ? {} : { tolerance }),
  }
}

function judged(counter: RecordedCounter, group: string): Judged {
  const { exact, tolerance } = counter
  const [base, head] = [counter.base ?? 0, counter.head ?? 0]
  const rule = counterPolicy(group)
  const isGroup = isTotal(counter)
  if (isGroup && rule.kind === 'exact' && exact) return exactGate(base, head, rule.smallestEffect)
  if (isGroup && rule.kind !== 'inform' && tolerance !== undefined) {
    const verdict = toleratedVerdict(base, head, tolerance, smallestEffectOf(group))
    return { role: 'gate', verdict }
  }
  return { role: 'inform', verdict: counter.verdict }
}
