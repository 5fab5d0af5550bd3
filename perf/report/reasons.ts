import type { RunResult, ScenarioResult } from '../result/document.ts'
import type { Cause, CodePlace } from '../result/evidence.ts'
import { plainText } from './escape.ts'
import { unexplainedText, weightText } from './unexplained.ts'
import { type WorkChange, workChangesOf } from './work-changes.ts'

/**
 * Why something regressed, as every formatter tells it: the likely causes that the explanation
 * found, or where nothing explained the run, what changed in the counted work. Nothing here is
 * escaped.
 */
export type Reason = {
  readonly scenario: string
  readonly title: string
  /** One line that belongs beside it: a source line, or the statement of counted work. */
  readonly code: string | null
  /** Longer, shown on demand: statement text, both plans. */
  readonly detail: string | null
  readonly place: CodePlace | null
  /** Its place lies in lines that the change touched. */
  readonly touched: boolean
  /**
   * Its place is the one source file that the change has, and no more is known of where it lies.
   */
  readonly onlyChangedFile: boolean
  /**
   * "about 60 µs more per operation (+3.10 % of its CPU, system and Postgres together)", the share
   * alone where what base spends is unknown; null where one cannot tell.
   */
  readonly weight: string | null
}

/** Few and strong: what a reader gets to see at once. */
export type Why = {
  readonly scenario: string
  readonly strong: readonly Reason[]
  readonly weaker: readonly Reason[]
  /** A sentence on what no cause stands for, where that is much. */
  readonly unexplained: string | null
}

const strongMost = 3
/** Below this share of the largest cause's weight a cause is not among the strong ones. */
const strongShare = 0.1

/**
 * One for each scenario that was explained; with no reason at all where an explanation found none.
 */
export function whysOf(result: RunResult): Why[] {
  return result.scenarios.flatMap((scenario) => whyOf(scenario) ?? [])
}

export function whyOf(scenario: ScenarioResult): Why | null {
  const { causes, name } = scenario
  if (causes === undefined || (causes.length === 0 && !hasRegressed(scenario))) return null
  const largest = causes.reduce((most, { weight }) => Math.max(most, weight ?? 0), 0)
  const isStrong = ({ weight }: Cause, index: number) =>
    index < strongMost && (index === 0 || weight === null || weight >= largest * strongShare)
  const reasons = causes.map((cause) => explained(scenario, cause))
  return {
    scenario: name,
    strong: reasons.filter((_, index) => isStrong(causes[index] as Cause, index)),
    weaker: reasons.filter((_, index) => !isStrong(causes[index] as Cause, index)),
    unexplained: unexplainedText(scenario),
  }
}

/** What changed in the counted work of all scenarios that nothing explained. */
export function uncoveredChanges(result: RunResult): Reason[] {
  const scenarios = result.scenarios.filter((scenario) => whyOf(scenario) === null)
  return workChangesOf({ ...result, scenarios }).map(counted)
}

function hasRegressed({ metrics, counters }: ScenarioResult): boolean {
  return [...metrics, ...counters].some(
    ({ role, verdict }) => role === 'gate' && verdict.kind === 'regressed',
  )
}

const longestLine = 120
const kindsOfStatements: ReadonlySet<Cause['kind']> = new Set(['statement', 'plan', 'lock'])

function explained(scenario: ScenarioResult, cause: Cause): Reason {
  const { title, detail, place, touched, onlyChangedFile = false, weight } = cause
  const isLine =
    detail !== null &&
    !kindsOfStatements.has(cause.kind) &&
    !detail.trim().includes('\n') &&
    plainText(detail, longestLine + 1).length <= longestLine
  const isSaid = detail !== null && oneLine(title).includes(oneLine(detail))
  return {
    scenario: scenario.name,
    title,
    code: isLine && !isSaid ? detail : null,
    detail: isLine || isSaid ? null : detail,
    place,
    touched,
    onlyChangedFile,
    weight: weight === null || !(weight > 0) ? null : weightText(weight, scenario),
  }
}

const oneLine = (text: string) => plainText(text, 4_000)

const changeWords = { new: 'new: ', gone: 'gone: ', changed: '' } as const

function counted({ scenario, kind, changes, meaning, text }: WorkChange): Reason {
  return {
    scenario,
    title: `${changeWords[kind]}${changes.join(', ')}.${meaning === null ? '' : ` ${meaning}`}`,
    code: text,
    detail: null,
    place: null,
    touched: false,
    onlyChangedFile: false,
    weight: null,
  }
}
