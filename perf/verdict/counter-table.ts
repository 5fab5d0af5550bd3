import {
  type CounterGroup,
  exactSumOf,
  groupOf,
  isTotal,
  splitId,
  totalName,
  totalOf,
} from '../result/counter-id.ts'
import type { ArmName } from '../result/document.ts'
import type { CounterPass, CounterValue } from '../result/recording.ts'
import { hasEveryPass } from './counter-passes.ts'
import { isTotalOfAll } from './policy.ts'
import { normaliseStatement } from './statement-text.ts'

/** One counter over all passes; a pass that ran and did not see it counted zero. */
export interface CounterRow {
  readonly id: string
  readonly group: string
  readonly about: CounterValue
  /** By pass; undefined where the arm never saw it. */
  readonly base: readonly number[] | undefined
  readonly head: readonly number[] | undefined
  readonly exact: boolean
}

/**
 * Sums of equal parts in another order differ in the last bits; per operation a billionth is
 * nothing.
 */
const grainsPerUnit = 1e9

/** Rows matched across arms, per-group totals completed; group by group, the total first. */
export function counterTable(passes: readonly CounterPass[]): CounterRow[] {
  const tables = together(passes).map((pass) => ({
    arm: pass.arm,
    values: withTotals(keyed(pass)),
  }))
  const complete = hasEveryPass(passes)
  const keys = new Set(tables.flatMap(({ values }) => [...values.keys()]))
  const rows = withoutLuck([...keys].map((key) => rowOf(key, tables, complete)))
  const members = [...rows, ...exactTotals(rows)]
  return members.sort((a, b) => byGroup(a, b))
}

/** What was counted apart, with another instrument, is of one pass all the same. */
function together(passes: readonly CounterPass[]): CounterPass[] {
  const merged = new Map<string, CounterPass>()
  for (const pass of passes) {
    const key = `${pass.arm} ${pass.pass}`
    const values = { ...pass.values, ...merged.get(key)?.values }
    merged.set(key, { ...pass, values })
  }
  return [...merged.values()]
}

interface Keyed {
  readonly id: string
  readonly about: CounterValue
  readonly value: number
}
type Table = ReadonlyMap<string, Keyed>

/** Statements are matched by their text, whatever their ids; equal texts are one counter. */
function keyed(pass: CounterPass): Map<string, Keyed> {
  const table = new Map<string, Keyed>()
  for (const [id, about] of Object.entries(pass.values)) {
    const [group, name] = splitId(id)
    const text = about.detail ?? (group.startsWith('sql.') ? name : null)
    const isStatement = text !== null && name !== totalName
    const key = isStatement ? `${group}/${normaliseStatement(text)}` : id
    const before = table.get(key)
    const value = roundToGrain((before?.value ?? 0) + about.value)
    table.set(key, { id: before?.id ?? id, about, value })
  }
  return table
}

/**
 * A recorded total leaves out what a clock drives, so that it may be exact. Of a group that need
 * not be exact, the total is of all members: what they differ by is within its tolerance.
 */
function withTotals(table: ReadonlyMap<string, Keyed>): Table {
  const complete = new Map(table)
  for (const group of new Set([...table.keys()].map(groupOf))) {
    const id = totalOf(group)
    const members = [...table].filter(([key]) => key !== id && groupOf(key) === group)
    const isKept = !isTotalOfAll(group) || members.length === 0
    if (complete.has(id) && isKept) continue
    const value = roundToGrain(members.reduce((sum, [, member]) => sum + member.value, 0))
    const about = totalAbout((members[0] as [string, Keyed])[1].about, 'total')
    complete.set(id, { id, value, about })
  }
  return complete
}

function rowOf(
  key: string,
  tables: readonly { arm: ArmName; values: Table }[],
  complete: boolean,
): CounterRow {
  const seen = tables.flatMap(({ values }) => values.get(key) ?? [])
  const { id, about } = seen.at(-1) as Keyed
  const valuesOf = (arm: ArmName) => {
    const own = tables
      .filter((table) => table.arm === arm)
      .map(({ values }) => values.get(key)?.value)
    return own.every((value) => value === undefined) ? undefined : own.map((value) => value ?? 0)
  }
  const [base, head] = [valuesOf('base'), valuesOf('head')]
  const steady = [base, head].every((values) => values === undefined || new Set(values).size === 1)
  const isLuck = base?.[0] !== head?.[0] && seen.some((each) => each.about.byClock)
  return { id, group: groupOf(id), about, base, head, exact: complete && steady && !isLuck }
}

/**
 * What a statement does is as certain as how often it is sent. One that a clock sends, once in one
 * pass and twice in the next, may touch a row in both by luck: that repeats itself, and says
 * nothing.
 */
function withoutLuck(rows: readonly CounterRow[]): CounterRow[] {
  const ofClocks = new Set(
    rows.flatMap((row) => (row.group === callsGroup && !row.exact ? (statementOf(row) ?? []) : [])),
  )
  return rows.map((row) => {
    const statement = statementOf(row)
    return statement !== undefined && ofClocks.has(statement) ? { ...row, exact: false } : row
  })
}

const callsGroup: CounterGroup = 'sql.calls'

function statementOf({ id, about }: CounterRow): string | undefined {
  return isTotal({ id }) || about.detail === null ? undefined : normaliseStatement(about.detail)
}

/**
 * Background work (a poll, a timer) makes a group's total inexact and would blind its gate. The
 * members that are exact still add up to an exact sum, as long as the inexact ones are the same in
 * both arms: otherwise a reworded poll could pass for new work.
 */
function exactTotals(rows: readonly CounterRow[]): CounterRow[] {
  return rows.filter(isTotal).flatMap((total) => {
    const members = rows.filter((row) => row.group === total.group && !isTotal(row))
    const exact = members.filter((row) => row.exact)
    const others = members.filter((row) => !row.exact)
    const comparable = others.every((row) => row.base !== undefined && row.head !== undefined)
    if (total.exact || exact.length === 0 || !comparable) return []
    const sum = (arm: ArmName) => [
      roundToGrain(exact.reduce((so, row) => so + (row[arm]?.[0] ?? 0), 0)),
    ]
    const about = totalAbout(total.about, 'total of the exact ones')
    const id = exactSumOf(total.group)
    return [{ ...total, id, about, base: sum('base'), head: sum('head'), exact: true }]
  })
}

function totalAbout(about: CounterValue, title: string): CounterValue {
  const { byClock: _, ...rest } = about
  return { ...rest, title, detail: null }
}

function byGroup(a: CounterRow, b: CounterRow): number {
  return compare(a.group, b.group) || Number(isTotal(b)) - Number(isTotal(a)) || compare(a.id, b.id)
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function roundToGrain(value: number): number {
  return Math.round(value * grainsPerUnit) / grainsPerUnit
}
