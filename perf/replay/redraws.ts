import { rateConfidence } from '../selftest/figures.ts'
import { rateBounds } from '../stats/binomial.ts'
import { type Random, seededRandom } from '../stats/random.ts'
import { worseBy } from '../verdict/pairs.ts'
import type { ProfileName } from '../verdict/policy.ts'
import { blockGenerations, type Pool } from './pool.ts'
import { type Columns, runJudge } from './redrawn-run.ts'

/** What is added to every pair of one metric, in all scenarios that have it. */
export interface Planted {
  readonly metric: string
  /** Relative: 0.05 makes head 5 % worse. */
  readonly effect: number
}

export interface RedrawRequest {
  readonly pool: Pool
  readonly profile: ProfileName
  readonly runs: number
  readonly seed: number
  readonly planted?: Planted
}

export interface RedrawRate {
  readonly runs: number
  /** Of an unchanged system any regression; of a planted one that of the planted metric. */
  readonly alarms: number
  readonly rate: number
  /** Runs that can be put together without using a block twice. */
  readonly disjointRuns: number
  /**
   * One-sided each, 95 %: what the record supports, by the runs that share no block. Redraws of the
   * same generations are no new evidence, however many; runs that share some are a little, which is
   * left out.
   */
  readonly low: number
  readonly high: number
}

export type RedrawOutcome =
  | { readonly kind: 'rate'; readonly rate: RedrawRate }
  | { readonly kind: 'too-few-blocks'; readonly blocks: number; readonly needed: number }
  /** No gate of the pool is called so. */
  | { readonly kind: 'no-such-metric' }

/**
 * Whole runs drawn from recorded blocks of equal arms and judged at the declared looks. A run takes
 * its blocks without replacement, since one that came twice would repeat its noise as if it were a
 * trend; within a block all generations and all metrics stay together, so that balance, drift and
 * correlation are those that were measured. Left out: counters, and the controls by which a real
 * run is called invalid.
 */
export function redraw(request: RedrawRequest): RedrawOutcome {
  const { pool, profile, runs, seed, planted } = request
  const shifts = shiftsOf(pool, planted)
  const watched = [...shifts.keys()].filter(
    (member) => planted === undefined || shifts[member] !== 0,
  )
  if (watched.length === 0) return { kind: 'no-such-metric' }
  const { generations, judge } = runJudge(
    profile,
    pool.members.map((member) => member.policy),
  )
  const needed = Math.ceil(generations / blockGenerations)
  const { length: blocks } = pool.blocks
  if (blocks < needed) return { kind: 'too-few-blocks', blocks, needed }
  const random = seededRandom(seed)
  const columns = pool.members.map(() => new Float64Array(needed * blockGenerations))
  let alarms = 0
  for (let run = 0; run < runs; run++) {
    fill(columns, pool, drawBlocks(blocks, needed, random), shifts)
    if (judge(columns).regressed.some((member) => watched.includes(member))) alarms++
  }
  return { kind: 'rate', rate: rateOf(alarms, runs, Math.floor(blocks / needed)) }
}

/** In runs: one of seven blocks is drawn in a little more or less than a seventh of the redraws. */
const drawingError = 0.1

function rateOf(alarms: number, runs: number, disjointRuns: number): RedrawRate {
  const rate = alarms / runs
  const bounds = (count: number) => rateBounds(count, disjointRuns, rateConfidence)
  const { low } = bounds(Math.floor(rate * disjointRuns + drawingError))
  const { high } = bounds(Math.ceil(rate * disjointRuns - drawingError))
  return { runs, alarms, rate, disjointRuns, low, high }
}

/** Log-ratio per member; what is better high is worse by so much less of it. */
function shiftsOf({ members }: Pool, planted: Planted | undefined): number[] {
  return members.map(({ policy: { id, better } }) => {
    if (planted === undefined || id !== planted.metric) return 0
    return worseBy(planted.effect, better)
  })
}

/** The beginning of a Fisher-Yates shuffle. */
function drawBlocks(blocks: number, needed: number, random: Random): number[] {
  const order = Array.from({ length: blocks }, (_, index) => index)
  for (let at = 0; at < needed; at++) {
    const other = at + Math.floor(random() * (blocks - at))
    const held = order[at] as number
    order[at] = order[other] as number
    order[other] = held
  }
  return order.slice(0, needed)
}

function fill(
  columns: Columns,
  pool: Pool,
  drawn: readonly number[],
  shifts: readonly number[],
): void {
  for (const [member, column] of columns.entries()) {
    for (const [place, block] of drawn.entries()) {
      column.set(pool.blocks[block]?.[member] ?? [], place * blockGenerations)
    }
    const shift = shifts[member] ?? 0
    if (shift !== 0)
      for (let at = 0; at < column.length; at++) column[at] = (column[at] ?? 0) + shift
  }
}
