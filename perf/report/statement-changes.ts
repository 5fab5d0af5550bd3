import type { CounterResult, ScenarioResult } from '../result/document.ts'
import { exact, significant } from './numbers.ts'
import { hasChanged } from './work-changes.ts'

/** What became of one SQL statement: how often, with how many rows, at which cost per operation. */
export type Pair = { readonly base: number | null; readonly head: number | null }

export type StatementChange = {
  readonly text: string
  readonly kind: 'new' | 'gone' | 'changed' | 'same'
  readonly calls: Pair
  readonly rows: Pair
  /**
   * Time in Postgres under load, in microseconds per operation; null where it was not looked at.
   */
  readonly us: Pair | null
  /** The counter that speaks for it, for the sake of its reworded predecessor. */
  readonly counter: CounterResult | null
}

/**
 * All statements of a scenario, those that changed first, then by how far their cost came apart.
 */
export function statementChanges(scenario: ScenarioResult): StatementChange[] {
  const counters = Map.groupBy(
    scenario.counters.filter(
      ({ detail, group }) => detail !== null && (group === 'sql.calls' || group === 'sql.rows'),
    ),
    ({ detail }) => detail ?? '',
  )
  const costs = new Map((scenario.evidence?.statements ?? []).map((cost) => [cost.statement, cost]))
  const texts = new Set([...counters.keys(), ...costs.keys()])
  return [...texts]
    .map((text): StatementChange => {
      const own = counters.get(text) ?? []
      const calls = own.find(({ group }) => group === 'sql.calls')
      const rows = own.find(({ group }) => group === 'sql.rows')
      const cost = costs.get(text)
      const under = (name: 'calls' | 'rows' | 'us'): Pair => ({
        base: cost?.base?.[name] ?? null,
        head: cost?.head?.[name] ?? null,
      })
      const shown = {
        calls: calls === undefined ? under('calls') : pairOf(calls),
        rows: rows === undefined ? under('rows') : pairOf(rows),
      }
      return {
        text,
        ...shown,
        kind: kindOf(shown.calls, [calls, rows]),
        us: cost === undefined ? null : under('us'),
        counter: calls ?? rows ?? null,
      }
    })
    .toSorted((a, b) => order[a.kind] - order[b.kind] || apart(b) - apart(a))
}

const order = { new: 0, changed: 1, gone: 2, same: 3 } as const

const pairOf = ({ base, head }: CounterResult): Pair => ({ base, head })

/** Only what was counted exactly can be said to have changed. */
function kindOf(
  calls: Pair,
  counters: readonly (CounterResult | undefined)[],
): StatementChange['kind'] {
  if ((calls.base ?? 0) === 0 && (calls.head ?? 0) > 0) return 'new'
  if ((calls.base ?? 0) > 0 && (calls.head ?? 0) === 0) return 'gone'
  const differs = counters.some((counter) => counter?.exact && hasChanged(counter))
  return differs ? 'changed' : 'same'
}

/** A count per operation: whole ones with all their digits, the others as exactly as it helps. */
export function countText(value: number): string {
  return Number.isInteger(value) ? exact(value) : significant(value)
}

/** Below this share of all statements' time a difference is no news. */
const newsShare = 0.02

/** What a short report tells: statements that changed, and those that cost notably more or less. */
export function notable(changes: readonly StatementChange[]): StatementChange[] {
  const all = changes.reduce((sum, { us }) => sum + Math.max(us?.base ?? 0, us?.head ?? 0), 0)
  return changes.filter((change) => change.kind !== 'same' || apart(change) > all * newsShare)
}

const apart = ({ us }: StatementChange) => Math.abs((us?.head ?? 0) - (us?.base ?? 0))
