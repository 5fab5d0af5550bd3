import { codePlace, functionName } from '../code-places/code-place.ts'
import { type ExecutionChange, functionNameMost } from '../result/evidence.ts'
import {
  differenceOf,
  type PassCounts,
  type SerialPasses,
  workDifference,
} from './clock-or-work.ts'
import type { CountedFunction } from './counted-functions.ts'
import { type FunctionMatch, matchFunctions } from './match-functions.ts'
import { type Pairing, pairTokens, type Side } from './pair-tokens.ts'

/**
 * How often each piece of code ran, base against head. A count takes part if both passes of its arm
 * agree on it, because the second pass has another pace: what a clock drives differs there. Of
 * counts that disagree only the difference between the arms takes part, as far as no clock can have
 * made it. Pure.
 */
export interface ExecutionComparison {
  /**
   * Source tokens that control passed, per operation, over all that is steady in both arms, and
   * what one arm did more of the rest: the amount of the arm's own JavaScript that ran. Words and
   * signs weigh alike; comments, types and layout nothing.
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
  serial: SerialPasses,
): ExecutionComparison {
  const { operations } = serial
  const total = { base: 0, head: 0 }
  const found: Found[] = []
  const unsteady: Pairing[] = []
  for (const match of matchFunctions(base, head)) {
    const pairings = pairTokens(match)
    for (const pairing of pairings) {
      if (!pairing.steady) {
        unsteady.push(pairing)
        continue
      }
      const before = fullSpeed(pairing.base)
      total.base += before
      total.head += before + difference(pairing, serial)
    }
    found.push(...functionChange(match, serial), ...codeBlockChanges(match, pairings, serial))
  }
  const more = workOfUnsteady(unsteady, serial)
  total[more > 0 ? 'head' : 'base'] += Math.abs(more)
  return {
    tokensPerOperation: { base: total.base / operations, head: total.head / operations },
    changes: found
      .toSorted((a, b) => b.weight - a.weight)
      .slice(0, changesMost)
      .map(({ change }) => change),
  }
}

/** Of all of them together, so that code which a clock drives may move, and be worded otherwise. */
function workOfUnsteady(pairings: readonly Pairing[], serial: SerialPasses): number {
  const sums = (arm: 'base' | 'head') =>
    never.map((_, pass) =>
      pairings.reduce((sum, pairing) => sum + (pairing[arm]?.counts[pass] ?? 0), 0),
    )
  return workDifference(sums('base'), sums('head'), serial, pairings.length)
}

function functionChange({ base, head }: FunctionMatch, serial: SerialPasses): Found[] {
  const [before, after] = [base?.calls ?? never, head?.calls ?? never]
  const shown = (head ?? base) as CountedFunction
  const more = differenceOf(before, after, serial)
  if (more === 0) return []
  const perOp = (calls: PassCounts) => (calls[0] ?? 0) / serial.operations
  const change = changeOf(shown, 'function', shown.line, {
    base: base === undefined ? null : perOp(before),
    head: head === undefined ? null : perOp(after),
  })
  return [{ change, weight: Math.abs(more) * shown.tokens.length }]
}

/** One change for all that differs in the same way: the parts of a loop's body are one finding. */
function codeBlockChanges(
  { base, head }: FunctionMatch,
  pairings: readonly Pairing[],
  serial: SerialPasses,
): Found[] {
  if (base === undefined || head === undefined) return []
  const differing = pairings.filter(
    (one) => difference(one, serial) !== 0 && !followsCalls(one, base.calls, head.calls),
  )
  const alike = Map.groupBy(differing, (one) => `${one.base?.counts[0]} ${one.head?.counts[0]}`)
  return [...alike.values()].map((group) => {
    const first = group[0] as Pairing
    const shown = first.head === undefined ? base : head
    const line = (first.head ?? (first.base as Side)).line
    const perOp = (side: Side | undefined) =>
      side === undefined ? null : fullSpeed(side) / serial.operations
    const change = changeOf(shown, 'block', line, {
      base: perOp(first.base),
      head: perOp(first.head),
    })
    return { change, weight: Math.abs(difference(first, serial)) * group.length }
  })
}

/** A token that an arm lacks ran there no time. */
const never: PassCounts = [0, 0]

function difference({ base, head }: Pairing, serial: SerialPasses): number {
  return differenceOf(base?.counts ?? never, head?.counts ?? never, serial)
}

/** What is shown of passes that disagree, too: a clock has the least part in this one. */
function fullSpeed(side: Side | undefined): number {
  return side?.counts[0] ?? 0
}

/**
 * The function was called more often, and this part of it as much more: that is one finding, not
 * two.
 */
function followsCalls(
  { base, head }: Pairing,
  callsBefore: PassCounts,
  callsAfter: PassCounts,
): boolean {
  const [before = 0, after = 0] = [callsBefore[0], callsAfter[0]]
  if (base === undefined || head === undefined || before === after) return false
  return fullSpeed(base) * after === fullSpeed(head) * before
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
