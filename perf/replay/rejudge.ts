import type { Outcome, ScenarioResult } from '../result/document.ts'
import type { ScenarioRecording } from '../result/recording.ts'
import { assess, type Truth } from '../selftest/assess.ts'
import type { Assessment, JudgeRound, RecordedScenario } from '../selftest/record.ts'
import { asRecording, profileOf } from '../selftest/unpack-round.ts'
import { decided } from '../verdict/decided.ts'
import { judgeRun } from '../verdict/judge.ts'
import { decideOutcome } from '../verdict/outcome.ts'
import { policy, type ProfileName } from '../verdict/policy.ts'
import { rejudgeCounter } from './rejudge-counter.ts'

/**
 * `replay/` judges recorded rounds again: by today's policy, by rules of others, and re-drawn into
 * runs that were never made. It is pure; whoever calls it reads the record.
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

/**
 * Undefined for a round that says nothing of the judge: the system broke, or its profile is gone.
 */
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
    return { round, assessment: assess(judged, truth), endedAt, wantedMore, ...judged }
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
  })
  const complete = scenarios.map((scenario, index) => {
    const recorded = round.scenarios[index]
    return recorded === undefined ? scenario : withRecorded(scenario, recorded)
  })
  return { scenarios: complete, outcome: decideOutcome(complete, warnings) }
}

/** What generations cannot say: the counters, and why the scenario was no measurement. */
function withRecorded(scenario: ScenarioResult, recorded: RecordedScenario): ScenarioResult {
  const counters = recorded.counters.map(rejudgeCounter)
  const hidden = hiddenInvalidity(recorded)
  if (hidden === undefined) return { ...scenario, counters }
  const verdict = { kind: 'invalid', reason: hidden } as const
  const metrics = scenario.metrics.map((metric) => ({ ...metric, verdict }))
  return { ...scenario, status: verdict, metrics, counters }
}

/**
 * Steal and controls are in the record and judged anew; they leave those verdicts alone that they
 * cannot have made. Of errors or the generator, which make every metric invalid, only the word is
 * left.
 */
function hiddenInvalidity({ status, metrics }: RecordedScenario): string | undefined {
  if (status.kind !== 'invalid') return undefined
  const isHidden = metrics.every(
    ({ verdict }) =>
      verdict.kind === 'invalid' && verdict.code !== 'steal' && verdict.code !== 'control',
  )
  return isHidden ? (status.reason ?? status.kind) : undefined
}
