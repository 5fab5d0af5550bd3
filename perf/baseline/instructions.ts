import { type Static, Type } from 'typebox'
import { isInstructions } from '../result/counter-id.ts'
import type { CounterResult, ScenarioResult, Warning } from '../result/document.ts'
import { warning } from '../result/warning.ts'
import type { Baseline } from './document.ts'
import type { StoredContext } from './stored-comparison.ts'

/**
 * Instructions per operation under Valgrind. They are never exact, so they are stored apart from the
 * counters, and only the same versions of Valgrind, Node and Postgres, set up the same way, are expected to
 * execute as many.
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
 * Like exact counters they gate against the store, once the record of self-checks lets them gate at all:
 * what crept in before this change was seen by nobody.
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
  return scenario.counters.flatMap((counter) => {
    const then = storedInstructions(scenario, counter, baseline)
    return then === undefined || isWithin(counter, then, context)
      ? []
      : beyond(scenario, counter, then, context)
  })
}

function beyond(
  { name }: ScenarioResult,
  counter: CounterResult,
  then: number,
  context: StoredContext,
): Warning[] {
  const { commit } = context.baseline
  const now = counter.head ?? 0
  const percent = ((now / then - 1) * 100).toFixed(1)
  const figures = `${name}: ${counter.title} are ${Math.round(now)} per operation, the baseline of ${commit.slice(0, 12)} has ${then} (${percent} %, ${(reach(counter, context) * 100).toFixed(1)} % tolerated)`
  if (now < then) {
    const message = `${figures}: refresh the baseline to keep the gain`
    return [warning('counter-below-baseline', message)]
  }
  if (counter.verdict.kind === 'regressed') return []
  const message = `${figures}: this change did not add them, an earlier one did; refresh the baseline if they are meant`
  return [{ code: 'counter-above-baseline', message, gate: counter.role === 'gate' }]
}

function toolsOf({ evidence }: ScenarioResult): string | undefined {
  return evidence?.instructions?.kind === 'counted' ? evidence.instructions.tools : undefined
}
