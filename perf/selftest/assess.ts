import type { RunResult, ScenarioResult, Verdict } from '../result/document.ts'
import type { Cause } from '../result/evidence.ts'
import type { ExpectedCause, PlantedChange } from './planted-change.ts'
import type { Assessment } from './record.ts'

/** What a round is held against; a self-check plants nothing. */
export type Truth = Pick<PlantedChange, 'harmful' | 'gates' | 'causes'>

export const nothingPlanted: Truth = { harmful: false, gates: [], causes: [] }

/** As many causes as a reviewer reads; the right one must be among them. */
const causesRead = 3

interface Gate {
  readonly id: string
  readonly verdict: Verdict
}

/** What the run made of the truth; the words are those of `record.ts`. */
export function assess(result: Pick<RunResult, 'outcome' | 'scenarios'>, truth: Truth): Assessment {
  if (result.scenarios.some(({ status }) => status.kind === 'failed')) return 'broken'
  const gates = measuredScenarios(result).flatMap(gatesOf)
  const regressed = gates.filter(({ verdict }) => verdict.kind === 'regressed')
  const expected = (gate: Gate) => truth.gates.some((name) => covers(name, gate.id))
  if (regressed.some(expected)) return 'caught'
  if (regressed.length > 0) return 'false'
  // A gate that the run lacks, for one: true, and no word of this judge about this change.
  if (result.outcome === 'failed') return 'broken'
  // The control alone cannot raise an alarm, so that its silence is no proof either.
  if (result.outcome === 'invalid' || gates.length === 0) return 'inconclusive'
  if (!truth.harmful) return 'clean'
  return tellsMost(gates, truth).some(({ verdict }) => isUndecided(verdict))
    ? 'inconclusive'
    : 'missed'
}

/** The gate that is named first; all that are named where that one did not run. */
function tellsMost(gates: readonly Gate[], truth: Truth): Gate[] {
  const [first] = truth.gates
  const told = gates.filter(({ id }) => first !== undefined && covers(first, id))
  if (told.length > 0) return told
  return gates.filter(({ id }) => truth.gates.some((name) => covers(name, id)))
}

/** Null where nothing was caught, so that there was nothing to explain. */
export function isCauseRight(
  result: RunResult,
  assessment: Assessment,
  truth: Truth,
): boolean | null {
  if (assessment !== 'caught') return null
  return measuredScenarios(result).some(({ causes = [] }) =>
    causes.slice(0, causesRead).some((stated) => truth.causes.some((it) => isAbout(stated, it))),
  )
}

/** A counter's id begins with its group, a metric's is all of it. */
function covers(name: string, id: string): boolean {
  return id === name || id.startsWith(`${name}/`)
}

function isAbout(stated: Cause, expected: ExpectedCause): boolean {
  const { kind, title, detail, place, onlyChangedFile = false } = stated
  // That a patch has one file only is no merit of the explanation.
  const where = place === null || onlyChangedFile ? '' : `${place.function} ${place.file}`
  return expected.kinds.includes(kind) && expected.names.test(`${title}\n${detail ?? ''}\n${where}`)
}

/** A control's own figures inform; that one moved shows in the outcome. */
function measuredScenarios({ scenarios }: Pick<RunResult, 'scenarios'>): readonly ScenarioResult[] {
  return scenarios.filter(({ kind }) => kind !== 'control')
}

function gatesOf({ metrics, counters }: ScenarioResult): Gate[] {
  return [...metrics, ...counters].filter(({ role }) => role === 'gate')
}

function isUndecided({ kind }: Verdict): boolean {
  return kind === 'inconclusive' || kind === 'invalid'
}
