import type { CodePlace, SchemaChange } from '../result/evidence.ts'
import type { Candidate } from './candidate.ts'
import { clientWords } from './clients.ts'
import { changedCaller, type EvidenceView } from './evidence-view.ts'
import { schemaOf } from './schema-causes.ts'
import { type Sides, type StatementView, statementViews } from './statement-views.ts'
import { count, duration, fitted, shortStatement, times } from './words.ts'

/**
 * What a call costs both sides where nobody timed it, in microseconds: a round trip and a short
 * plan.
 */
const callUs = 60
/** An exact count that went up is a finding however little it costs. */
const strengthLeast = 0.03
/**
 * Times under load are noisy: a statement whose count and plan are the same must have grown by this
 * much.
 */
const dearer = { ratio: 1.4, share: 0.04, plannedOtherwise: 1.15 } as const
/** More calls under load than in series means smaller batches. */
const smallerBatches = { ratio: 1.5, share: 0.02 } as const

/** Statements that are new, run more often, are planned otherwise, or cost more. */
export function statementCauses(view: EvidenceView): Candidate[] {
  const views = statementViews(view)
  const usual = usualRatio(views)
  const moreCalls = views.reduce((sum, statement) => sum + Math.max(0, addedCalls(statement)), 0)
  return views.flatMap((statement) => {
    // The client's own time goes with the calls.
    const calls = Math.max(0, addedCalls(statement))
    const clientUs =
      moreCalls === 0 ? 0 : (Math.max(0, view.workGrowthUs('postgres')) * calls) / moreCalls
    const change = changeOf(view, statement, usual, clientUs)
    if (change === undefined) return []
    const serverUs = statement.load === undefined ? undefined : grown(statement.load.us)
    const weight = serverUs === undefined ? undefined : view.share(Math.max(0, serverUs) + clientUs)
    const guess = view.share(calls * callUs) ?? 0
    return [
      {
        ...change,
        touched: change.place !== null,
        weight: weight ?? null,
        strength: Math.max(weight ?? guess, change.certain ? strengthLeast : 0),
        nature: change.certain ? ('work' as const) : ('symptom' as const),
      },
    ]
  })
}

interface Change {
  readonly kind: 'statement' | 'plan'
  readonly title: string
  readonly detail: string
  readonly place: CodePlace | null
  /** Counted, or seen in a plan; not only timed. */
  readonly certain: boolean
}

function changeOf(
  view: EvidenceView,
  statement: StatementView,
  usual: number,
  clientUs: number,
): Change | undefined {
  const { text, formerly, calls, rows, load, plan } = statement
  const name = shortStatement(text)
  const share = load === undefined ? 0 : (view.share(grown(load.us)) ?? 0)
  const cost =
    load === undefined ? '' : `; ${costWords(load.us)}${clientWords('postgres', clientUs)}`
  const caller = { detail: fitted(text), place: changedCaller(view, 'postgres'), certain: true }
  const ratio = load === undefined ? undefined : perCallRatio(load) / usual
  if (plan?.changed === true && (ratio ?? Infinity) >= dearer.plannedOtherwise) {
    return changedPlan(view, statement, cost)
  }
  if (formerly !== undefined) {
    const detail = fitted(`${text}\n\nbefore:\n${formerly}`)
    const wider = share > 0 || grown(rows) > 0 || grown(calls) > 0
    const title = `${name} was reworded: ${difference(statement)}${cost}`
    return wider ? { kind: 'statement', title, ...caller, detail } : undefined
  }
  const added = addedBy(view, statement)
  if (added !== undefined) {
    const title = `${name} is new: it runs ${times(added)} per operation${cost}`
    return { kind: 'statement', title, ...caller }
  }
  if (grown(calls) > 0) {
    const title = `${name} runs ${times(calls.head)} per operation, ${count(calls.base)} before${cost}`
    return { kind: 'statement', title, ...caller }
  }
  if (load !== undefined && isBatchedLess(view, load.calls) && share >= smallerBatches.share) {
    const often = `${times(load.calls.head)} per operation under load, ${count(load.calls.base)} before`
    const title = `${name} runs ${often}: batches are smaller${cost}`
    return { kind: 'statement', title, ...caller }
  }
  if (grown(rows) > 0) {
    const title = `${name} reads or writes ${count(rows.head)} rows per operation, ${count(rows.base)} before${cost}`
    return { kind: 'statement', title, ...caller }
  }
  if (ratio === undefined || share < dearer.share || ratio < dearer.ratio) return undefined
  const title = `${name} takes longer${cost}`
  return { kind: 'statement', title, detail: fitted(text), place: null, certain: false }
}

/**
 * How often a statement runs that base does not have; under load a clock's may be missing by
 * chance.
 */
function addedBy(view: EvidenceView, { calls, load }: StatementView): number | undefined {
  if (calls.base > 0) return undefined
  if (calls.head > 0) return calls.head
  const operations = view.evidence.profiles?.operations.head ?? 0
  const isNew = load !== undefined && load.calls.base === 0
  return isNew && load.calls.head * operations >= callsOfNoClock ? load.calls.head : undefined
}

const callsOfNoClock = 50

function changedPlan(view: EvidenceView, { text, plan }: StatementView, cost: string): Change {
  const schema = schemaOf(view, text)
  const lost = schema.find(({ kind, head }) => kind === 'index' && head === null)
  const why = lost === undefined ? '' : `: index ${lost.name} is gone`
  return {
    kind: 'plan',
    title: `${shortStatement(text)} is planned otherwise${why}${cost}`,
    detail: fitted(
      `${schema.map(schemaLine).join('')}plan before:\n${plan?.base}\n\nplan now:\n${plan?.head}\n\n${text}`,
    ),
    place: schema.length > 0 ? view.migration : changedCaller(view, 'postgres'),
    certain: true,
  }
}

function schemaLine({ kind, name, base, head }: SchemaChange): string {
  if (head === null) return `gone: ${base}\n`
  return base === null ? `new: ${head}\n` : `${kind} ${name}: ${base} -> ${head}\n`
}

function difference({ calls, rows }: StatementView): string {
  if (grown(calls) > 0) {
    return `it runs ${times(calls.head)} per operation, ${count(calls.base)} before`
  }
  return grown(rows) > 0 ? `${count(rows.head)} rows, ${count(rows.base)} before` : 'it does more'
}

function costWords({ base, head }: Sides): string {
  if (base === 0) return `${duration(head)} of Postgres per operation`
  return `${duration(head)} of Postgres per operation, ${duration(base)} before`
}

/** In series, or under load where only that was looked at. */
function addedCalls({ calls, load }: StatementView): number {
  return grown(calls) > 0 ? grown(calls) : load === undefined ? 0 : grown(load.calls)
}

/**
 * Batches that are made by the clock shrink by themselves when fewer operations come in that time:
 * to be a reason they must have shrunk by more than the arm was slower over the same stretch of
 * time.
 */
function isBatchedLess({ evidence }: EvidenceView, { base, head }: Sides): boolean {
  const operations = evidence.profiles?.operations
  const slower = operations === undefined ? 1 : operations.base / Math.max(1, operations.head)
  return base > 0 ? head >= base * smallerBatches.ratio * Math.max(1, slower) : head > 0
}

function perCallRatio({ calls, us }: NonNullable<StatementView['load']>): number {
  if (calls.base === 0 || calls.head === 0 || us.base === 0) return 1
  return us.head / calls.head / (us.base / calls.base)
}

/**
 * On a machine that was busier for one arm all statements take longer: by how much those that did
 * least.
 */
function usualRatio(views: readonly StatementView[]): number {
  const ratios = views.flatMap(({ load }) =>
    load === undefined || load.us.base < usLeast ? [] : [perCallRatio(load)],
  )
  const quarter = ratios.toSorted((a, b) => a - b)[Math.floor((ratios.length - 1) / 4)]
  return Math.max(1, quarter ?? 1)
}

/** What takes less is too little to tell the machine by. */
const usLeast = 5

function grown({ base, head }: Sides): number {
  return head - base
}
