import { isTotal, totalOf } from '../result/counter-id.ts'
import { isCost } from '../result/metric-id.ts'
import type { CounterResult, ScenarioResult } from '../result/document.ts'
import type {
  ChangedLines,
  CodePlace,
  ExecutionChange,
  ScenarioEvidence,
} from '../result/evidence.ts'
import { type Charge, chargesOf, growth } from './charges.ts'
import type { Work } from './clients.ts'
import { changedMigration, type Touched, touchedBy } from './touched.ts'

/** What is explained: a judged scenario with its evidence. */
export type Explained = Pick<ScenarioResult, 'metrics' | 'counters' | 'evidence'>

/** What both arms waited for, where that was looked at. */
export type BothWaits = NonNullable<ScenarioEvidence['waits']>

/** Everything that the kinds of causes look at, put in order once. */
export interface EvidenceView {
  readonly scenario: Explained
  readonly evidence: ScenarioEvidence
  readonly touched: Touched
  /** Where a schema that differs comes from, if that can be one place only. */
  readonly migration: CodePlace | null
  readonly charges: readonly Charge[]
  /** Executions that went up, those in touched lines first, then by how many more. */
  readonly executions: readonly ExecutionChange[]
  /** Share of base's cost of one operation; undefined where that is not known. */
  share(us: number): number | undefined
  /**
   * By how much the time spent on it grew, over all of the project's functions, in microseconds.
   */
  workGrowthUs(work: Work): number
}

export function viewOf(scenario: Explained, changed: ChangedLines): EvidenceView {
  const evidence = scenario.evidence ?? {}
  const touched = touchedBy(changed)
  const charges = evidence.profiles === undefined ? [] : chargesOf(evidence.profiles, touched)
  const costUs = costOfOperation(scenario, charges)
  return {
    scenario,
    evidence,
    touched,
    migration: changedMigration(changed),
    charges,
    executions: moreExecutions(evidence.execution ?? [], touched),
    share: (us) => (costUs === undefined ? undefined : us / costUs),
    workGrowthUs: (work) =>
      charges.reduce((sum, charge) => sum + (charge.work === work ? growth(charge) : 0), 0),
  }
}

/** What the processes of base spent on one operation, as measured; else as profiled. */
function costOfOperation({ metrics }: Explained, charges: readonly Charge[]): number | undefined {
  const cpu = metrics.filter(({ id }) => isCost(id))
  const measured = cpu.reduce((sum, { base }) => sum + (base?.median ?? 0), 0)
  if (measured > 0) return measured
  const profiled = charges.reduce((sum, { baseUs }) => sum + baseUs, 0)
  return profiled > 0 ? profiled : undefined
}

function moreExecutions(changes: readonly ExecutionChange[], touched: Touched): ExecutionChange[] {
  const more = changes.filter(({ base, head }) => (head ?? 0) > (base ?? 0))
  return more.toSorted(
    (a, b) => Number(touched(b.place)) - Number(touched(a.place)) || moreOften(b) - moreOften(a),
  )
}

/** A loop says more than the function that it calls, and than the code around it. */
const loopFactor = 1.5

function moreOften({ base, head, kind, source }: ExecutionChange): number {
  const isLoop = kind === 'block' && /^(?:for|while|do)\b/.test(source.trim())
  return ((head ?? 0) - (base ?? 0)) * (isLoop ? loopFactor : 1)
}

/** A counter that was judged to have gone up, or, being exact, that did. */
export function wentUp({ verdict, exact, base, head }: CounterResult): boolean {
  if (verdict.kind === 'regressed') return true
  return exact && (head ?? 0) > (base ?? 0) * (1 + 1e-9)
}

/**
 * Counters that went up, by members; of a group of which no member did, its total, which alone is
 * judged where the members are not exact.
 */
export function grownCounters(counters: readonly CounterResult[]): CounterResult[] {
  const up = counters.filter(wentUp)
  const members = up.filter((counter) => !isTotal(counter))
  const told = new Set(members.map(({ group }) => group))
  const totals = up.filter(({ id, group }) => id === totalOf(group) && !told.has(group))
  return [...members, ...totals]
}

/** Where in the change the growth of some work begins, as far as one can see. */
export function changedCaller(view: EvidenceView, work: Work): CodePlace | null {
  const charge = view.charges.find((one) => one.work === work && one.touched && growth(one) > 0)
  if (charge?.owner !== undefined) return charge.owner
  return view.executions.find(({ place }) => view.touched(place))?.place ?? null
}
