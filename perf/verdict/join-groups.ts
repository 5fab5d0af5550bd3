import { KnownFailure } from '../errors.ts'
import type { GroupRun, Outcome, RunResult, ScenarioResult, Warning } from '../result/document.ts'
import { unmeasuredGroup, warning } from '../result/warning.ts'
import { declaredAlpha } from './looks.ts'
import { policy, type ProfileName } from './policy.ts'

/**
 * One document out of those of several scenario groups. Nothing is judged anew: each group was
 * measured on a machine of its own and is a family of its own, with the whole of the policy's error
 * rate. To divide the rate would leave a first look of eight pairs, whose smallest p is 0.39 %,
 * nothing that it could decide. So the rates add up, and the document says to what.
 */
export interface JoinInput {
  /** In the order in which they are told. */
  readonly measured: readonly GroupResult[]
  /** Whose scenarios have to be in the results. */
  readonly expected: readonly ExpectedGroup[]
  /** Why a group has no result, by its name, where more is known than that it has none. */
  readonly reasons?: ReadonlyMap<string, string>
  /**
   * What the run, or those of its jobs that measure, ended as. Anything but `success` beside
   * results that all passed means that something of it went wrong that no result tells: one is
   * older than its job, or a job failed for another reason.
   */
  readonly ended?: string
}

export interface GroupResult {
  readonly group: string
  readonly result: RunResult
}

export interface ExpectedGroup {
  readonly name: string
  readonly scenarios: readonly string[]
}

/**
 * The only result where it is the only one that was expected, else a joined document. Throws
 * KnownFailure('input') for results that are not of one change, one class of machine and one set of
 * rules, and where there is none.
 */
export function joinGroups(input: JoinInput): RunResult {
  const { measured } = input
  const unmeasured = unmeasuredOf(input)
  const [first, ...others] = measured
  if (first === undefined) {
    throw new KnownFailure('input', `${unmeasured.join('; ')}, expected a result of each group`)
  }
  for (const other of others) expectSameRun(first, other)
  if (others.length === 0 && unmeasured.length === 0) return first.result
  return documentOf(first.result, measured, unmeasured)
}

function unmeasuredOf(input: JoinInput): string[] {
  const { measured, reasons, ended } = input
  const refused = [...(reasons ?? [])].map(([name, reason]) => `group ${name}: ${reason}`)
  const told = [...lackingGroups(input), ...refused]
  const isUntold = ended !== undefined && ended !== 'success' && worstOf(measured) === 'passed'
  if (told.length > 0 || !isUntold) return told
  return [`the run ended as ${ended}, and the results that there are all passed`]
}

/**
 * A change may move scenarios to another group: they are measured all the same. Its control is a
 * group's own.
 */
function lackingGroups({ measured, expected, reasons }: JoinInput): string[] {
  const all = measured.flatMap(({ result }) => result.scenarios)
  const seen = new Set(all.map(({ name }) => name))
  const controls = new Set(all.filter(({ kind }) => kind === 'control').map(({ name }) => name))
  const present = new Set(measured.map(({ group }) => group))
  return expected.flatMap(({ name, scenarios }) => {
    if (reasons?.has(name) === true) return []
    const gone = scenarios.filter((scenario) => !seen.has(scenario))
    if (present.has(name)) {
      return gone.length === 0 ? [] : [`group ${name} did not measure ${gone.join(', ')}`]
    }
    const isMoved = gone.length === 0 && scenarios.some((scenario) => !controls.has(scenario))
    const nobody = gone.length === 0 ? '' : `: nobody measured ${gone.join(', ')}`
    return isMoved ? [] : [`group ${name} left no result${nobody}`]
  })
}

/**
 * What all groups of one run share; a figure that differs would make them answers to different
 * questions.
 */
const shared: readonly (readonly [what: string, of: (result: RunResult) => string])[] = [
  ['schema', ({ schema }) => schema],
  ['base', ({ base }) => base.commit],
  ['tree of base', ({ base }) => base.tree],
  ['head', ({ head }) => head.commit],
  ['tree of head', ({ head }) => head.tree],
  ['lane', ({ fingerprint }) => fingerprint.lane],
  ['profile', ({ profile }) => profile],
  ['policy', ({ policy: version }) => version],
]

function expectSameRun(first: GroupResult, other: GroupResult): void {
  for (const [what, of] of shared) {
    const [wanted, found] = [of(first.result), of(other.result)]
    if (wanted === found) continue
    const state = `group ${other.group} has ${what} ${shown(found)}`
    throw new KnownFailure('input', `${state}, expected ${shown(wanted)} as in ${first.group}`)
  }
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 64))

function documentOf(
  first: RunResult,
  measured: readonly GroupResult[],
  unmeasured: readonly string[],
): RunResult {
  const { looks: _ofOneGroup, repeated: _ofOneGroupToo, ...common } = first
  const results = measured.map(({ result }) => result)
  const parts = measured.map((each) => ({ ...each, scenarios: named(each, results) }))
  const changedLines = results.find((result) => result.changedLines !== undefined)?.changedLines
  return {
    ...common,
    startedAt: results.map(({ startedAt }) => startedAt).reduce((a, b) => (a < b ? a : b)),
    durationMs: Math.max(...results.map(({ durationMs }) => durationMs)),
    outcome: outcomeOf(worstOf(measured), unmeasured),
    warnings: [
      ...unmeasured.map((each) => warning(unmeasuredGroup, each)),
      ...warningsOf(measured),
    ],
    scenarios: parts.flatMap(({ scenarios }) => scenarios),
    reproduce: reproduceAll(measured),
    ...(changedLines === undefined ? {} : { changedLines }),
    joined: {
      groups: parts.map(({ group, result, scenarios }) => groupRun(group, result, scenarios)),
      falseAlarmRate: measured.length * declaredAlpha(profileOf(first.profile)),
    },
  }
}

/** Each with a folder of its own: they would write over each other's results. */
function reproduceAll(measured: readonly GroupResult[]): string {
  if (measured.length === 1) return measured.map(({ result }) => result.reproduce).join('')
  return measured
    .map(({ group, result }) => `${result.reproduce} --out perf-results/${group}`)
    .join('; ')
}

/**
 * Its scenarios; one that other groups have as well, the control, is told apart by the group's
 * name.
 */
function named({ group, result }: GroupResult, all: readonly RunResult[]): ScenarioResult[] {
  return result.scenarios.map((scenario) => {
    const holders = all.filter(({ scenarios }) =>
      scenarios.some(({ name }) => name === scenario.name),
    )
    return holders.length < 2 ? scenario : { ...scenario, name: `${scenario.name} (${group})` }
  })
}

function groupRun(name: string, result: RunResult, scenarios: readonly ScenarioResult[]): GroupRun {
  const { startedAt, durationMs, seed, fingerprint, machine, outcome, warnings } = result
  const { reproduce, looks, repeated } = result
  return {
    name,
    scenarios: scenarios.map((scenario) => scenario.name),
    startedAt,
    durationMs,
    seed,
    fingerprint,
    machine,
    outcome,
    warnings,
    reproduce,
    ...(looks === undefined ? {} : { looks }),
    ...(repeated === undefined ? {} : { repeated }),
  }
}

/**
 * As for the parts of one run: broken outranks slow, and slow outranks what could not be measured.
 */
const worstFirst: readonly Outcome[] = ['failed', 'regressed', 'invalid', 'passed']

function worstOf(measured: readonly GroupResult[]): Outcome {
  const outcomes = new Set(measured.map(({ result }) => result.outcome))
  return worstFirst.find((outcome) => outcomes.has(outcome)) ?? 'invalid'
}

function outcomeOf(worst: Outcome, unmeasured: readonly string[]): Outcome {
  return worst === 'passed' && unmeasured.length > 0 ? 'invalid' : worst
}

/** With the group that each is of; what all groups say is said once. */
function warningsOf(measured: readonly GroupResult[]): Warning[] {
  if (measured.length === 1) return measured.flatMap(({ result }) => result.warnings)
  const key = ({ code, message, gate }: Warning) => JSON.stringify([code, message, gate])
  const sets = measured.map(({ result }) => new Set(result.warnings.map(key)))
  const isOfAll = (each: Warning) => sets.every((set) => set.has(key(each)))
  const [first] = measured
  const ofAll = (first?.result.warnings ?? []).filter(isOfAll)
  const own = measured.flatMap(({ group, result }) =>
    result.warnings
      .filter((each) => !isOfAll(each))
      .map((each) => ({ ...each, message: `${group}: ${each.message}` })),
  )
  return [...ofAll, ...own]
}

/**
 * A stranger's document may name one that is not declared; what is judged anew goes by `pr` then.
 */
function profileOf(name: string): ProfileName {
  return Object.hasOwn(policy.profiles, name) ? (name as ProfileName) : 'pr'
}
