import { type Static, Type } from 'typebox'
import { isInstructions } from '../result/counter-id.ts'
import type { CounterResult, ScenarioResult, Warning } from '../result/document.ts'
import { aboveBaselineCode, warning } from '../result/warning.ts'
import type { Baseline } from './document.ts'
import { isAlreadyInBase, outdatedWarnings, refreshOf } from './outdated.ts'
import type { StoredContext } from './stored-comparison.ts'

/**
 * Instructions per operation under Valgrind. They are never exact, so they are stored apart from
 * the counters, and only the same versions of Valgrind, Node and Postgres, set up the same way, are
 * expected to execute as many.
 */
export const BaselineInstructions = Type.Object({
  /** E.g. `valgrind-3.19.0 node-26.10.0 postgres-18.4 set-up-1f2e3d4c`. */
  tools: Type.String({ maxLength: 200 }),
  /** By counter id, instructions per operation. */
  values: Type.Record(Type.String(), Type.Number({ exclusiveMinimum: 0 })),
})
export type BaselineInstructions = Static<typeof BaselineInstructions>

/** What head executed, to be kept; undefined where it was not counted. */
export function instructionsOf(scenario: ScenarioResult): BaselineInstructions | undefined {
  const tools = toolsOf(scenario)
  const values = scenario.counters.flatMap(({ id, head }) =>
    isInstructions(id) && head !== null && head > 0 ? [[id, Math.round(head)] as const] : [],
  )
  return tools === undefined || values.length === 0
    ? undefined
    : { tools, values: Object.fromEntries(values) }
}

/** The stored value that this counter can be compared with. */
export function storedInstructions(
  scenario: ScenarioResult,
  { id, head }: CounterResult,
  { instructions }: Baseline,
): number | undefined {
  if (instructions === undefined || head === null || toolsOf(scenario) !== instructions.tools)
    return
  return Object.hasOwn(instructions.values, id) ? instructions.values[id] : undefined
}

/** Whether that many are as many as stored. */
export function isWithin(
  counter: CounterResult,
  stored: number,
  context: Pick<StoredContext, 'betweenRuns'>,
): boolean {
  return Math.abs((counter.head ?? 0) / stored - 1) <= reach(counter, context)
}

function reach(
  { tolerance = 0 }: CounterResult,
  { betweenRuns }: Pick<StoredContext, 'betweenRuns'>,
): number {
  return Math.max(betweenRuns, tolerance)
}

/**
 * Like exact counters they gate against the store where base cannot say whose they are, once the
 * record of self-checks lets them gate at all. What base has as well is told and fails nothing.
 */
export function instructionGates(scenario: ScenarioResult, context: StoredContext): Warning[] {
  const { baseline } = context
  const stored = baseline.instructions
  const tools = toolsOf(scenario)
  if (stored === undefined || tools === undefined) return []
  if (tools !== stored.tools) {
    const message = `${scenario.name}: instructions are stored of ${stored.tools}, this run has ${tools}: that gate did not run`
    return [warning('gate-not-run', message)]
  }
  const outdated: string[] = []
  const gates = scenario.counters.flatMap((counter): Warning[] => {
    const then = storedInstructions(scenario, counter, baseline)
    if (then === undefined || isWithin(counter, then, context)) return []
    const isMore = (counter.head ?? 0) > then
    if (isMore && counter.role === 'gate' && isAlreadyAbove(counter, then, context)) {
      outdated.push(`${counter.title} are ${figuresOf(counter, then, 'stored', context)}`)
      return []
    }
    return beyond(scenario, counter, then, context)
  })
  return [...gates, ...outdatedWarnings(scenario, outdated, baseline)]
}

/**
 * Arms may come apart by less than the store tolerates, so base may still be within where head,
 * which is no different from it, is not.
 */
function isAlreadyAbove(counter: CounterResult, then: number, context: StoredContext): boolean {
  return isAlreadyInBase(counter) && !isWithin({ ...counter, head: counter.base }, then, context)
}

function beyond(
  { name }: ScenarioResult,
  counter: CounterResult,
  then: number,
  context: StoredContext,
): Warning[] {
  const { commit } = context.baseline
  const subject = `the baseline of ${commit.slice(0, 12)} has`
  const figures = `${name}: ${counter.title} are ${figuresOf(counter, then, subject, context)}`
  if ((counter.head ?? 0) < then) {
    const message = `${figures}: refresh the baseline to keep the gain`
    return [warning('counter-below-baseline', message)]
  }
  if (counter.verdict.kind === 'regressed') return []
  const ofBase = isAlreadyInBase(counter)
    ? `and base's ${Math.round(counter.base ?? 0)} are still within`
    : 'and this run cannot tell whether base has as many'
  const message = `${figures}, ${ofBase}: refresh the baseline if they are meant, with ${refreshOf(context.baseline)}`
  return [{ code: aboveBaselineCode, message, gate: counter.role === 'gate' }]
}

function figuresOf(
  counter: CounterResult,
  then: number,
  subject: string,
  context: StoredContext,
): string {
  const now = counter.head ?? 0
  const [percent, tolerated] = [now / then - 1, reach(counter, context)].map((share) =>
    (share * 100).toFixed(1),
  )
  return `${Math.round(now)} per operation, ${subject} ${then} (${percent} %, ${tolerated} % tolerated)`
}

function toolsOf({ evidence }: ScenarioResult): string | undefined {
  return evidence?.instructions?.kind === 'counted' ? evidence.instructions.tools : undefined
}
