import { fewestThatSay, tooFewToSay } from '../../result/judge-figures.ts'
import type { JudgeRound } from '../../selftest/record.ts'
import { policy, type ProfileName } from '../../verdict/policy.ts'
import { blockGenerations, type Pool, poolsOf } from '../pool.ts'
import { type Planted, redraw, type RedrawOutcome } from '../redraws.ts'
import { drawnTarget, keptWord, type Target } from './targets.ts'
import { paragraphs, percent, percentDown, percentUp, table } from './text.ts'

export const runsPerFigure = 10_000
const seed = 1

interface Question {
  readonly title: string
  readonly asked: 'nothing' | 'cpu' | 'p95'
  readonly planted?: Planted
}

const questions: readonly Question[] = [
  { title: 'equal arms: any alarm', asked: 'nothing' },
  {
    title: '+5 % CPU per operation, system: caught',
    asked: 'cpu',
    planted: { metric: 'cpuUsPerOpSystem', effect: 0.05 },
  },
  {
    title: '+12 % p95: caught',
    asked: 'p95',
    planted: { metric: 'latencyMsP95', effect: 0.12 },
  },
]
const profiles: readonly ProfileName[] = ['quick', 'pr']

/** `runs` is a choice of tests alone: the document always has `runsPerFigure`. */
export function redrawSection(rounds: readonly JudgeRound[], runs = runsPerFigure): string {
  const pools = poolsOf(rounds)
  const explained =
    `Whole runs of which the generations were recorded, and the run was not: ${runs.toLocaleString('en')} ` +
    'per figure, drawn from self-checks in the blocks of eight in which they were balanced, no block twice ' +
    'in a run, arms as they were recorded, judged at all looks that the profile declares, also at those ' +
    'that a real run has no time for. Planted effects are added to one metric of every pair; the alarm must ' +
    'be about it. Not redrawn: counters, and the controls by which a real run is called invalid and ' +
    'repeated. The bound (95 %, one-sided) is what the record supports, by the n runs that share no block: ' +
    'redraws of the same generations are no new evidence, however many.'
  if (pools.length === 0) {
    return paragraphs([
      '### Drawn runs',
      'No whole block of eight generations of equal arms is recorded yet.',
    ])
  }
  return paragraphs(['### Drawn runs', explained, ...pools.map((pool) => poolTable(pool, runs))])
}

function poolTable(pool: Pool, runs: number): string {
  const about = `${pool.scenarios.join(', ')}: ${pool.rounds} self-checks, ${pool.blocks.length * blockGenerations} generations, ${pool.members.length} gate metrics.`
  const rows = profiles.flatMap((profile) =>
    questions.map(({ title, asked, planted }) => {
      const outcome = redraw({
        pool,
        profile,
        runs,
        seed,
        ...(planted === undefined ? {} : { planted }),
      })
      return [
        title,
        profileText(profile),
        ...figures(outcome, planted !== undefined),
        ...kept(drawnTarget(profile, asked), outcome),
      ]
    }),
  )
  const head = ['', 'looks', 'rate', 'bound', 'n', 'target', 'met?']
  return paragraphs([about, table([head, ...rows])])
}

function profileText(profile: ProfileName): string {
  return `${profile}: ${policy.profiles[profile].looks.map(({ generations }) => generations).join(', ')}`
}

function kept(target: Target | undefined, outcome: RedrawOutcome): [string, string] {
  if (target === undefined || outcome.kind === 'no-such-metric') return ['', '']
  if (outcome.kind === 'too-few-blocks') return [target.text, tooFewToSay]
  return [target.text, keptWord(target, { ...outcome.rate, runs: outcome.rate.disjointRuns })]
}

function figures(outcome: RedrawOutcome, isPower: boolean): [string, string, string] {
  switch (outcome.kind) {
    case 'rate': {
      const { rate, low, high, disjointRuns } = outcome.rate
      const bound =
        disjointRuns < fewestThatSay
          ? tooFewToSay
          : isPower
            ? `at least ${percentDown(low)}`
            : `at most ${percentUp(high)}`
      return [percent(rate), bound, String(disjointRuns)]
    }
    case 'too-few-blocks':
      return [`${outcome.blocks} blocks, ${outcome.needed} needed`, '–', '0']
    case 'no-such-metric':
      return ['not measured', '–', '–']
  }
}
