import type { CounterResult, Outcome, ScenarioResult } from '../result/document.ts'
import type { ScenarioRecording } from '../result/recording.ts'
import { assess, type Truth } from '../selftest/assess.ts'
import { asRecording } from '../selftest/figures.ts'
import {
  type Assessment,
  type JudgeRound,
  type RecordedScenario,
  selfCheck,
} from '../selftest/record.ts'
import { decided } from '../verdict/decided.ts'
import { judgeRun } from '../verdict/judge.ts'
import { decideOutcome } from '../verdict/outcome.ts'
import { policy, type ProfileName } from '../verdict/policy.ts'
import { rejudgeCounter } from './rejudge-counter.ts'

/**
 * `replay/` judges recorded rounds again: by today's policy, by rules of others, and re-drawn into runs
 * that were never made. It is pure; whoever calls it reads the record.
 */
export interface Rejudged {
  readonly round: JudgeRound
  /** What today's judge makes of the truth. */
  readonly assessment: Assessment
  /** Generations at which it ended. */
  readonly endedAt: number
  /** It would have gone on, and the record has no more generations. */
  readonly wantedMore: boolean
  readonly outcome: Outcome
  readonly scenarios: readonly ScenarioResult[]
}

/** Undefined for a round that says nothing of the judge: the system broke, or its profile is gone. */
export function rejudge(round: JudgeRound, truth: Truth): Rejudged | undefined {
  const profile = profileOf(round)
  if (round.assessment === 'broken' || profile === undefined) return undefined
  const recordings = round.scenarios.map(asRecording)
  const begun = Math.max(0, ...recordings.map(({ generations }) => generations.length))
  const { looks } = policy.profiles[profile]
  for (const [look, { generations }] of looks.entries()) {
    const judged = judgeAt(round, profile, recordings, look)
    const [isLast, isOver] = [look === looks.length - 1, begun <= generations]
    const isDecided = decided(judged)
    if (!isDecided && !isLast && !isOver) continue
    const endedAt = Math.min(begun, generations)
    const wantedMore = !isDecided && !isLast
    const assessment = hiddenInvalidity(round) ? 'inconclusive' : assess(judged, truth)
    return { round, assessment, endedAt, wantedMore, ...judged }
  }
  return undefined
}

function judgeAt(
  round: JudgeRound,
  profile: ProfileName,
  recordings: readonly ScenarioRecording[],
  look: number,
): { readonly outcome: Outcome; readonly scenarios: ScenarioResult[] } {
  const upTo = policy.profiles[profile].looks[look]?.generations ?? 0
  const { scenarios, warnings } = judgeRun({
    recordings: recordings.map((recording) => ({
      ...recording,
      generations: recording.generations.slice(0, upTo),
    })),
    profile,
    look,
    seed: round.seed,
    machine: round.machine,
    equalArms: round.change === selfCheck,
  })
  const counted = scenarios.map((scenario, index) => ({
    ...scenario,
    counters: countersOf(round.scenarios[index]),
  }))
  return { scenarios: counted, outcome: decideOutcome(counted, warnings) }
}

function countersOf(scenario: RecordedScenario | undefined): CounterResult[] {
  return (scenario?.counters ?? []).map(rejudgeCounter)
}

export function profileOf({ profile }: JudgeRound): ProfileName | undefined {
  return Object.hasOwn(policy.profiles, profile) ? (profile as ProfileName) : undefined
}

/** Steal and controls are in the record and judged anew; of errors or the generator only the word is left. */
function hiddenInvalidity(round: JudgeRound): boolean {
  return round.scenarios.some(
    ({ status, metrics }) =>
      status.kind === 'invalid' &&
      !metrics.some(
        ({ verdict }) =>
          verdict.kind === 'invalid' && (verdict.code === 'steal' || verdict.code === 'control'),
      ),
  )
}
