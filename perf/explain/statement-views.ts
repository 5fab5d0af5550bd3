import type { CounterResult } from '../result/document.ts'
import { isTotal } from '../result/counter-id.ts'
import { type StatementCost, type StatementPlan, textMost } from '../result/evidence.ts'
import type { EvidenceView } from './evidence-view.ts'
import { isInexactWork } from './inexact-work.ts'

/** All that is known of one statement: counted serially, timed under load, planned. */
export interface StatementView {
  readonly text: string
  /** The text that base has in its place, where the change reworded it. */
  readonly formerly: string | undefined
  readonly calls: Sides
  readonly rows: Sides
  /** Under load, per operation; undefined where it was not looked at. */
  readonly load: { readonly calls: Sides; readonly us: Sides } | undefined
  readonly plan: StatementPlan | undefined
}

export interface Sides {
  readonly base: number
  readonly head: number
}

export function statementViews(view: EvidenceView): StatementView[] {
  const { scenario, evidence } = view
  const counters = Map.groupBy(
    scenario.counters.filter((counter) => counter.detail !== null && !isTotal(counter)),
    ({ detail }) => fold(detail ?? ''),
  )
  const costs = new Map((evidence.statements ?? []).map((cost) => [fold(cost.statement), cost]))
  const plans = new Map((evidence.plans ?? []).map((plan) => [fold(plan.statement), plan]))
  const texts = new Set([...counters.keys(), ...costs.keys()])
  const views = [...texts].map((text) =>
    statementView(text, counters.get(text) ?? [], costs.get(text), plans.get(text), (counter) =>
      isInexactWork(counter, scenario.counters),
    ),
  )
  return withReworded(views)
}

/** As long as the evidence's texts may be, in one form. */
function fold(text: string): string {
  return text.slice(0, textMost).replaceAll(/\s+/g, ' ').trim()
}

function statementView(
  text: string,
  counters: readonly CounterResult[],
  cost: StatementCost | undefined,
  plan: StatementPlan | undefined,
  isWork: (counter: CounterResult) => boolean,
): StatementView {
  const exact = (group: string): Sides => {
    const counter = counters.find((one) => one.group === group)
    if (counter === undefined) return { base: 0, head: 0 }
    const base = counter.base ?? 0
    // What a clock calls differs between the passes of one arm, and means nothing by itself.
    const counts = counter.exact || isWork(counter)
    return { base, head: counts ? (counter.head ?? 0) : base }
  }
  const sides = (key: 'calls' | 'us'): Sides => ({
    base: cost?.base?.[key] ?? 0,
    head: cost?.head?.[key] ?? 0,
  })
  return {
    text,
    formerly: undefined,
    calls: exact('sql.calls'),
    rows: exact('sql.rows'),
    load: cost === undefined ? undefined : { calls: sides('calls'), us: sides('us') },
    plan,
  }
}

/**
 * Two statements of one table and purpose; a list of ids and a page of whole rows are less alike.
 */
const alike = 0.6

/** One statement that is gone and one that is new, alike, are one that was reworded. */
function withReworded(views: readonly StatementView[]): StatementView[] {
  const gone = new Set(views.filter((view) => isIn('base', view) && !isIn('head', view)))
  const joined = views.map((view) => {
    if (isIn('base', view) || !isIn('head', view)) return view
    const [former] = [...gone]
      .filter((candidate) => likeness(candidate.text, view.text) >= alike)
      .toSorted((a, b) => likeness(b.text, view.text) - likeness(a.text, view.text))
    if (former === undefined) return view
    gone.delete(former)
    return reworded(former, view)
  })
  const replaced = new Set(joined.map(({ formerly }) => formerly))
  return joined.filter(({ text }) => !replaced.has(text))
}

function isIn(arm: keyof Sides, { calls, load }: StatementView): boolean {
  return calls[arm] > 0 || (load?.calls[arm] ?? 0) > 0
}

function reworded(former: StatementView, now: StatementView): StatementView {
  const both = (was: Sides, is: Sides): Sides => ({ base: was.base, head: is.head })
  const nothing = { calls: { base: 0, head: 0 }, us: { base: 0, head: 0 } }
  const [was, is] = [former.load ?? nothing, now.load ?? nothing]
  return {
    text: now.text,
    formerly: former.text,
    calls: both(former.calls, now.calls),
    rows: both(former.rows, now.rows),
    load:
      former.load === undefined && now.load === undefined
        ? undefined
        : { calls: both(was.calls, is.calls), us: both(was.us, is.us) },
    plan: {
      statement: now.text,
      base: former.plan?.base ?? null,
      head: now.plan?.head ?? null,
      changed: false,
    },
  }
}

/** Share of the words that both have (Jaccard's index), 0 to 1. */
function likeness(one: string, other: string): number {
  const wordsOf = (text: string) => new Set(text.toLowerCase().match(/\w+/g) ?? [])
  const [ofOne, ofOther] = [wordsOf(one), wordsOf(other)]
  const common = [...ofOne].filter((word) => ofOther.has(word)).length
  return common / Math.max(1, ofOne.size + ofOther.size - common)
}
