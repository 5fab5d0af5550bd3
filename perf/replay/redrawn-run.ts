import { maxT } from '../stats/max-t.ts'
import { selectInPlace } from '../stats/quantile.ts'
import { seededRandom } from '../stats/random.ts'
import { signFlipInterval } from '../stats/sign-flip-interval.ts'
import { makeSignFlips, type SignFlips } from '../stats/sign-flips.ts'
import { type LookRule, lookRule } from '../verdict/looks.ts'
import { relativeEffect } from '../verdict/pairs.ts'
import { type MetricPolicy, policy, type ProfileName } from '../verdict/policy.ts'

/**
 * The judge's rule of metrics, look by look, for tens of thousands of runs: the same statistics
 * from `stats/`, each only where its outcome could matter. `redrawn-run.test.ts` holds it against
 * the judge.
 */
export interface RedrawnRun {
  /** Members that regressed at the look at which the run ended. */
  readonly regressed: readonly number[]
  readonly endedAt: number
}

/** Per member, the log-ratios of the longest run; NaN is a lost pair. */
export type Columns = readonly Float64Array[]

export interface RunJudge {
  readonly generations: number
  readonly judge: (columns: Columns) => RedrawnRun
}

interface Look {
  readonly rule: LookRule
  readonly flips: SignFlips
}

/**
 * The sampled arrangements are drawn once: they are a device of the test, no part of what is
 * measured.
 */
export function runJudge(profile: ProfileName, members: readonly MetricPolicy[]): RunJudge {
  const looks = policy.profiles[profile].looks.map(({ generations }, index) => ({
    rule: lookRule(profile, index),
    flips: makeSignFlips(generations, seededRandom(flipsSeed + index)),
  }))
  const generations = looks.at(-1)?.rule.generations ?? 0
  return { generations, judge: (columns) => judgeRedrawn(looks, members, columns) }
}

const flipsSeed = 20_000

function judgeRedrawn(
  looks: readonly Look[],
  members: readonly MetricPolicy[],
  columns: Columns,
): RedrawnRun {
  const effects = looks.map(({ rule }) => effectsAt(rule.generations, members, columns))
  const last = looks.at(-1)?.rule.generations ?? 0
  // No estimate is ever large enough to be a regression, whatever its p-value and wherever the run
  // ends.
  if (effects.every((at) => !at.some((effect, member) => isLarge(effect, members[member])))) {
    return { regressed: [], endedAt: last }
  }
  for (const [index, look] of looks.entries()) {
    const view = viewOf(look, members, columns, effects[index] as Float64Array)
    const regressed = regressedIn(view)
    if (regressed.length > 0 || isDecided(view)) {
      return { regressed, endedAt: look.rule.generations }
    }
  }
  return { regressed: [], endedAt: last }
}

interface View {
  readonly look: Look
  readonly members: readonly MetricPolicy[]
  /** Relative, positive is worse. */
  readonly effects: Float64Array
  readonly rows: readonly (readonly (number | undefined)[])[]
  /** Members with as many pairs as this look needs. */
  readonly able: readonly number[]
}

function viewOf(
  look: Look,
  members: readonly MetricPolicy[],
  columns: Columns,
  effects: Float64Array,
): View {
  const rows = columns.map((column) =>
    Array.from(column.subarray(0, look.rule.generations), (value) =>
      Number.isNaN(value) ? undefined : value,
    ),
  )
  const able = [...rows.keys()].filter(
    (member) =>
      (rows[member] ?? []).filter((value) => value !== undefined).length >= look.rule.neededPairs,
  )
  return { look, members, effects, rows, able }
}

function regressedIn({ look, members, effects, rows, able }: View): number[] {
  const { alpha } = look.rule
  const large = able.filter((member) => isLarge(effects[member] as number, members[member]))
  // Adjusting for the family only raises a p-value.
  const alone = large.filter((member) => pValues([rows[member] ?? []], look)[0] <= alpha)
  if (alone.length === 0) return []
  const adjusted = pValues(
    able.map((member) => rows[member] ?? []),
    look,
  )
  return alone.filter((member) => (adjusted[able.indexOf(member)] ?? 1) <= alpha)
}

function pValues(
  rows: readonly (readonly (number | undefined)[])[],
  { flips }: Look,
): readonly [number, ...number[]] {
  return maxT(rows, flips) as [number, ...number[]]
}

/** Every member improved or equivalent; asked only where none regressed. */
function isDecided(view: View): boolean {
  const { look, members, effects, able } = view
  if (able.length < members.length) return false
  if (able.some((member) => isLarge(effects[member] as number, members[member]))) return false
  const open = able.filter((member) => !isBounded(view, member))
  if (open.length === 0) return true
  const fast = (member: number) =>
    (effects[member] as number) <= -(members[member]?.smallestEffect ?? 0)
  if (!open.every(fast)) return false
  const mirrored = view.rows.map((row) =>
    row.map((value) => (value === undefined ? undefined : -value)),
  )
  const improved = pValues(mirrored, look)
  return open.every((member) => (improved[member] ?? 1) <= look.rule.alpha)
}

function isBounded({ look, members, rows }: View, member: number): boolean {
  const about = members[member]
  if (about === undefined) return false
  const { high } = signFlipInterval(rows[member] ?? [], look.flips, look.rule.confidence)
  return high !== null && relativeEffect(high, about.better) < about.margin
}

function isLarge(effect: number, member: MetricPolicy | undefined): boolean {
  return member !== undefined && effect >= member.smallestEffect
}

function effectsAt(
  generations: number,
  members: readonly MetricPolicy[],
  columns: Columns,
): Float64Array {
  return Float64Array.from(columns, (column, member) => {
    const present = column.subarray(0, generations).filter((value) => !Number.isNaN(value))
    if (present.length === 0) return 0
    return relativeEffect(hodgesLehmannOf(present), members[member]?.better ?? 'lower')
  })
}

/** As `stats/hodges-lehmann.ts`, without sorting: the median alone is selected. */
function hodgesLehmannOf(values: Float64Array): number {
  const means = new Float64Array((values.length * (values.length + 1)) / 2)
  let filled = 0
  for (let first = 0; first < values.length; first++) {
    for (let other = first; other < values.length; other++) {
      means[filled++] = ((values[first] as number) + (values[other] as number)) / 2
    }
  }
  const upper = selectInPlace(means, filled >> 1)
  return filled % 2 === 1 ? upper : (selectInPlace(means, (filled >> 1) - 1) + upper) / 2
}
