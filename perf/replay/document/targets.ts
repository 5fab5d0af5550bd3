import { rateConfidence } from '../../selftest/figures.ts'
import { fewestThatSay, tooFewToSay } from '../../result/judge-figures.ts'
import { rateBounds } from '../../stats/binomial.ts'
import { declaredAlpha } from '../../verdict/looks.ts'
import { type ProfileName, policy } from '../../verdict/policy.ts'

/** What a share of rounds is held against. */
export interface Target {
  readonly text: string
  readonly side: 'at least' | 'at most'
  readonly share: number
  /**
   * So many rounds decide it; without it, as many as it takes until the bound keeps to the share.
   */
  readonly rounds?: number
}

/** What is demanded of one planted change, in whole runs of one profile. */
export interface CatchTarget {
  readonly title: string
  readonly change: string
  readonly target: Target
}

/** Of whole runs; what a profile does not name is not demanded of it. */
interface ProfileTargets {
  readonly falseAlarms?: Target
  readonly counterAlarms?: Target
  readonly harmless?: Target
  readonly causes?: Target
  readonly caught: readonly CatchTarget[]
}

/** A demand has no digits of its own: 0.95 is "95 %". */
const shareText = (share: number) => `${Number((share * 100).toPrecision(6))} %`

const none = (rounds: number, text: string): Target => ({
  text,
  side: 'at most',
  share: 0,
  rounds,
})
const leastShare = (share: number): Target => ({
  text: `≥ ${shareText(share)}`,
  side: 'at least',
  share,
})
const eachTime: Target = { text: 'each time', side: 'at least', share: 1, rounds: fewestThatSay }
const ofEveryRun = {
  counterAlarms: none(100, 'none in 100 passes'),
  harmless: none(fewestThatSay, 'none'),
  causes: leastShare(0.9),
} as const

/**
 * Timings are promised where a run may take its time; what is counted must show in the shortest.
 */
const targets: Readonly<Record<ProfileName, ProfileTargets>> = {
  quick: {
    ...ofEveryRun,
    caught: [
      { title: '+1 SQL call', change: 'extra-query', target: eachTime },
      { title: 'one extra loop', change: 'extra-loop', target: eachTime },
      { title: 'one extra Kafka message', change: 'extra-kafka-message', target: eachTime },
      { title: 'one extra index on a hot table', change: 'extra-index', target: eachTime },
      { title: '+1 % instructions', change: 'instructions-1', target: eachTime },
    ],
  },
  pr: {
    ...ofEveryRun,
    falseAlarms: none(24, 'none in 24 or more'),
    caught: [
      {
        title: '+5 % CPU per request',
        change: 'cpu-5',
        target: { text: '9 of 10', side: 'at least', share: 0.9, rounds: 10 },
      },
    ],
  },
  thorough: { caught: [] },
}

/** Nothing is promised of a profile that nobody declares any more. */
export function targetsOf(profile: string): ProfileTargets {
  const known = Object.keys(policy.profiles).find((name) => name === profile)
  return known === undefined ? targets.thorough : targets[known as ProfileName]
}

/** Of drawn runs; `undefined` where the profile promises nothing of it. */
export function drawnTarget(
  profile: ProfileName,
  planted: 'nothing' | 'cpu' | 'p95',
): Target | undefined {
  if (planted === 'nothing') {
    const share = declaredAlpha(profile)
    return { text: `≤ ${shareText(share)}`, side: 'at most', share }
  }
  if (profile !== 'pr') return undefined
  return leastShare(planted === 'cpu' ? 0.95 : 0.9)
}

/** Two cells: what is demanded, and whether the record keeps it. Nothing where nothing is. */
export function keptBy(target: Target | undefined, count: number, of: number): [string, string] {
  if (target === undefined) return ['', '']
  if (of === 0) return [target.text, 'no round']
  const { low, high } = rateBounds(count, of, rateConfidence)
  return [target.text, keptWord(target, { rate: count / of, low, high, runs: of })]
}

interface Rate {
  readonly rate: number
  /** One-sided each. */
  readonly low: number
  readonly high: number
  readonly runs: number
}

/**
 * Missed is what the figure itself misses. Met takes evidence: the rounds that the target names, or
 * a bound that keeps it; a figure that looks well by too few of them is neither.
 */
export function keptWord(
  { side, share, rounds }: Target,
  { rate, low, high, runs }: Rate,
): 'met' | 'missed' | typeof tooFewToSay {
  if (side === 'at least' ? rate < share : rate > share) return 'missed'
  const isBounded = side === 'at least' ? low >= share : high <= share
  return rounds === undefined ? said(isBounded) : said(runs >= rounds)
}

const said = (isMet: boolean) => (isMet ? 'met' : tooFewToSay)

/** Profiles with targets that these rounds say nothing of. */
export function unrecordedTargets(recorded: ReadonlySet<string>): string {
  const names = Object.keys(policy.profiles).filter((name) => !recorded.has(name))
  const sentences = names.flatMap((name) => {
    const { falseAlarms, caught } = targetsOf(name)
    const texts = [
      ...(falseAlarms === undefined ? [] : [`false alarms: ${falseAlarms.text}`]),
      ...caught.map(({ title, target }) => `${title}: ${target.text}`),
    ]
    if (texts.length === 0) return []
    return [`Of profile ${name} no round is recorded; its targets are open: ${texts.join('; ')}.`]
  })
  return sentences.join('\n')
}
