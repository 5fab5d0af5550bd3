import type { CounterResult, Verdict } from '../result/document.ts'
import { type CounterRow, counterTable } from './counter-table.ts'
import { isTotal } from '../result/counter-id.ts'
import { policy } from './policy.ts'
import type { CounterPass } from '../result/recording.ts'

/**
 * Exact counters are judged without statistics: any increase is a finding. A group's total gates, since
 * a statement may be reworded or split without a call more; the single counters explain.
 */
export function judgeCounters(passes: readonly CounterPass[]): CounterResult[] {
  return counterTable(passes).map((row) => {
    const [base, head] = [mean(row.base), mean(row.head)]
    return {
      id: row.id,
      group: row.about.group,
      title: row.about.title,
      unit: row.about.unit,
      detail: row.about.detail,
      exact: row.exact,
      base,
      head,
      stored: null,
      role: gates(row) ? 'gate' : 'inform',
      verdict: row.exact
        ? exactVerdict(base ?? 0, head ?? 0)
        : { kind: 'inconclusive', detectableEffect: null },
    }
  })
}

function gates(row: CounterRow): boolean {
  return row.exact && isTotal(row) && !policy.informingCounterGroups.includes(row.prefix)
}

/** Work that base did not do at all is an effect of 1 (all of it is new), work that is gone one of -1. */
export function exactVerdict(base: number, head: number): Verdict {
  const effect = base === 0 ? Math.sign(head) : head / base - 1
  if (head > base) return { kind: 'regressed', effect, pValue: null }
  if (head < base) return { kind: 'improved', effect, pValue: null }
  return { kind: 'equivalent', upperBound: 0 }
}

/** An exact counter's passes are equal, and their mean must not differ from them in the last bit. */
function mean(values: readonly number[] | undefined): number | null {
  const [first] = values ?? []
  if (values === undefined || first === undefined) return null
  if (values.every((value) => value === first)) return first
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
