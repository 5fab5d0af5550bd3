import { codePlace, functionName } from '../code-places/code-place.ts'
import { type ExecutionChange, functionNameMost } from '../result/evidence.ts'
import type { CountedFunction } from './counted-functions.ts'
import { type FunctionMatch, matchFunctions } from './match-functions.ts'
import { isSteady, type Pairing, pairTokens, type Side, toldApart } from './pair-tokens.ts'

/**
 * How often each piece of code ran, base against head. A count takes part only if both passes of its arm
 * agree on it, because the second pass has another pace: what a clock drives differs there. Pure.
 */
export interface ExecutionComparison {
  /**
   * Source tokens that control passed, per operation, over all that is steady in both arms: the amount of
   * the arm's own JavaScript that ran. Words and signs weigh alike; comments, types and layout nothing.
   */
  readonly tokensPerOperation: { readonly base: number; readonly head: number }
  /** Largest amount of tokens first. */
  readonly changes: readonly ExecutionChange[]
}

export const changesMost = 500

interface Found {
  readonly change: ExecutionChange
  readonly weight: number
}

export function compareExecutions(
  base: readonly CountedFunction[],
  head: readonly CountedFunction[],
  operations: number,
): ExecutionComparison {
  const total = { base: 0, head: 0 }
  const found: Found[] = []
  for (const match of matchFunctions(base, head)) {
    const pairings = pairTokens(match)
    for (const pairing of pairings) {
      if (!pairing.steady) continue
      const [before, after] = countsOf(pairing)
      total.base += before
      total.head += toldApart(before, after, operations) ? after : before
    }
    found.push(
      ...functionChange(match, operations),
      ...codeBlockChanges(match, pairings, operations),
    )
  }
  return {
    tokensPerOperation: { base: total.base / operations, head: total.head / operations },
    changes: found
      .toSorted((a, b) => b.weight - a.weight)
      .slice(0, changesMost)
      .map(({ change }) => change),
  }
}

function functionChange({ base, head }: FunctionMatch, operations: number): Found[] {
  const sides = [base, head].filter((side) => side !== undefined)
  if (!sides.every(({ calls }) => isSteady(calls))) return []
  const [before, after] = [base?.calls[0] ?? 0, head?.calls[0] ?? 0]
  const shown = (head ?? base) as CountedFunction
  if (!toldApart(before, after, operations)) return []
  const change = changeOf(shown, 'function', shown.line, {
    base: base === undefined ? null : before / operations,
    head: head === undefined ? null : after / operations,
  })
  return [{ change, weight: Math.abs(after - before) * shown.tokens.length }]
}

/** One change for all that differs in the same way: the parts of a loop's body are one finding. */
function codeBlockChanges(
  { base, head }: FunctionMatch,
  pairings: readonly Pairing[],
  operations: number,
): Found[] {
  if (base === undefined || head === undefined) return []
  const differing = pairings.filter(
    (one) =>
      one.steady &&
      toldApart(...countsOf(one), operations) &&
      !followsCalls(one, base.calls, head.calls),
  )
  const alike = Map.groupBy(differing, (one) => `${one.base?.count} ${one.head?.count}`)
  return [...alike.values()].map((group) => {
    const first = group[0] as Pairing
    const shown = first.head === undefined ? base : head
    const line = (first.head ?? (first.base as Side)).line
    const perOp = (side: Side | undefined) => (side === undefined ? null : side.count / operations)
    const change = changeOf(shown, 'block', line, {
      base: perOp(first.base),
      head: perOp(first.head),
    })
    const [before, after] = countsOf(first)
    return { change, weight: Math.abs(after - before) * group.length }
  })
}

/** A token that an arm lacks ran there no time. */
function countsOf({ base, head }: Pairing): [base: number, head: number] {
  return [base?.count ?? 0, head?.count ?? 0]
}

/** The function was called more often, and this part of it as much more: that is one finding, not two. */
function followsCalls(
  { base, head }: Pairing,
  callsBefore: readonly number[],
  callsAfter: readonly number[],
): boolean {
  const [before = 0, after = 0] = [callsBefore[0], callsAfter[0]]
  if (base === undefined || head === undefined || before === after) return false
  return base.count * after === head.count * before
}

function changeOf(
  shown: CountedFunction,
  kind: ExecutionChange['kind'],
  line: number,
  counts: Pick<ExecutionChange, 'base' | 'head'>,
): ExecutionChange {
  // The innermost name stands last.
  const name = shown.path.map(functionName).join(' > ').slice(-functionNameMost)
  const place = codePlace(name, shown.file, line)
  return { place, kind, source: shown.textOf(line).slice(0, sourceMost), ...counts }
}

/** A line is shown, not read: less than the evidence takes. */
const sourceMost = 1_000
