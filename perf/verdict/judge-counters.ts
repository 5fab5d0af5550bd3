import { groupOf, isTotal } from '../result/counter-id.ts'
import type { CounterResult, Verdict } from '../result/document.ts'
import type { CounterPass } from '../result/recording.ts'
import type { ScenarioTolerances } from '../result/tolerances.ts'
import { type CounterRow, counterTable } from './counter-table.ts'
import { own } from './own.ts'
import { counterPolicy, type CounterPolicy } from './policy.ts'
import { recordedTolerance, smallestEffectOf, toleratedVerdict } from './tolerance.ts'

/**
 * Exact counters are judged without statistics: any increase is a finding. A group's total gates,
 * since a statement may be reworded or split without a call more; the single counters explain. A
 * total that is not exact gates where it is known how far equal arms come apart, and informs where
 * it is not.
 */
export function judgeCounters(
  passes: readonly CounterPass[],
  tolerances: ScenarioTolerances = {},
): CounterResult[] {
  return counterTable(passes).map((row) => {
    const { group, title, unit, detail } = row.about
    const figures = { id: row.id, exact: row.exact, base: mean(row.base), head: mean(row.head) }
    const judged = judgedCounter({ ...figures, tolerance: toleranceOf(row, tolerances) })
    return { ...figures, group, title, unit, detail, stored: null, ...judged }
  })
}

export type Judged = Pick<CounterResult, 'role' | 'verdict' | 'tolerance'>

/** As much of a counter as its verdict hangs on; a record has no more. */
export interface CounterFigures extends Pick<CounterResult, 'id' | 'exact' | 'base' | 'head'> {
  /** How far equal arms come apart; undefined where nothing says so. */
  readonly tolerance?: number | undefined
}

/** Of a run that goes on and of a recorded one: both are judged here. */
export function judgedCounter({ id, exact, base, head, tolerance }: CounterFigures): Judged {
  const [before, after] = [base ?? 0, head ?? 0]
  const group = groupOf(id)
  const rule = counterPolicy(group)
  const isSum = isTotal({ id })
  if (isSum && rule.kind === 'exact' && exact) return exactGate(before, after, rule.smallestEffect)
  if (isSum && rule.kind !== 'inform' && tolerance !== undefined) {
    const verdict = toleratedVerdict(before, after, tolerance, smallestEffectOf(group))
    return { role: 'gate', tolerance, verdict }
  }
  const verdict: Verdict = exact
    ? shownVerdict(before, after, rule)
    : { kind: 'inconclusive', detectableEffect: null }
  return { role: 'inform', verdict }
}

/** What the record says, and what the passes of this run say against it. */
function toleranceOf(row: CounterRow, tolerances: ScenarioTolerances): number | undefined {
  const recorded = recordedTolerance(own(tolerances, row.group))
  return recorded === undefined ? undefined : Math.max(recorded, disagreement(row))
}

/**
 * Of what need not be exact some members repeat themselves by luck, and differ between equal arms
 * all the same: from a record of the WAL more or less nobody should read that something is slower.
 */
function shownVerdict(base: number, head: number, group: CounterPolicy): Verdict {
  return group.kind === 'tolerated' && base > 0
    ? toleratedVerdict(base, head, 0, group.smallestEffect)
    : exactVerdict(base, head)
}

/** More work by less than what matters is shown and decides nothing. */
function exactGate(base: number, head: number, smallestEffect: number): Judged {
  const verdict = exactVerdict(base, head)
  const isSmall = verdict.kind === 'regressed' && verdict.effect <= smallestEffect
  return { role: isSmall ? 'inform' : 'gate', verdict }
}

/**
 * Work that base did not do at all is an effect of 1 (all of it is new), work that is gone one of
 * -1.
 */
function exactVerdict(base: number, head: number): Verdict {
  const effect = base === 0 ? Math.sign(head) : head / base - 1
  if (head > base) return { kind: 'regressed', effect, pValue: null }
  if (head < base) return { kind: 'improved', effect, pValue: null }
  return { kind: 'equivalent', upperBound: 0 }
}

/**
 * How far the two passes disagree about the change. Their paces differ on purpose, so that one
 * arm's two passes differ by what a clock drives; that is the same in both arms and no noise.
 */
function disagreement({ base, head }: CounterRow): number {
  const ratios = (base ?? []).flatMap((value, pass) => {
    const other = head?.[pass]
    return value > 0 && other !== undefined ? [other / value] : []
  })
  return ratios.length < 2 ? 0 : Math.max(...ratios) - Math.min(...ratios)
}

/**
 * An exact counter's passes are equal, and their mean must not differ from them in the last bit.
 */
function mean(values: readonly number[] | undefined): number | null {
  const [first] = values ?? []
  if (values === undefined || first === undefined) return null
  if (values.every((value) => value === first)) return first
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
