import { KnownFailure } from '../../errors.ts'
import type { ScenarioRecording } from '../../result/recording.ts'
import type { GenerationPlan } from './coin.ts'

/** One pair may be lost to an accident; a second loss is no accident. */
const lostGenerationsMost = 1

/**
 * The failure where there is nothing to go on for: after a second loss, and when the first
 * generation is lost, because nothing has been seen to work by then. Code and remedy are those of
 * the latest loss.
 */
export function refusedLoss(
  plan: Pick<GenerationPlan, 'index'>,
  losses: readonly KnownFailure[],
): KnownFailure | undefined {
  const latest = losses.at(-1)
  if (latest === undefined) return undefined
  if (plan.index === 0) return latest
  if (losses.length <= lostGenerationsMost) return undefined
  const reasons = losses.map((loss) => loss.message).join('; then ')
  const { code, remedy } = latest
  // Where something else was at work once, it may have been both times.
  const isKnownWhose = losses.every(({ arms }) => arms.length > 0)
  const arms = isKnownWhose ? [...new Set(losses.flatMap((loss) => loss.arms))] : []
  return new KnownFailure(
    code,
    `${losses.length} generations were lost, expected at most ${lostGenerationsMost}: ${reasons}`,
    { cause: latest, remedy, arms },
  )
}

export type ScenarioFailure = NonNullable<ScenarioRecording['failure']>

/**
 * What the recording says of a failure that is a system's doing: the scenario ends with it, and the
 * others go on. Any other is thrown on, because the others would meet it, too.
 */
export function scenarioFailure(failure: unknown): ScenarioFailure {
  if (!(failure instanceof KnownFailure)) throw failure
  const [arm, other] = failure.arms
  if (arm === undefined) throw failure
  return { reason: failure.message, arm: other === undefined ? arm : null }
}
