import { KnownFailure } from '../errors.ts'
import type { GenerationPlan } from './coin.ts'

/** One pair may be lost to an accident; a second loss is no accident. */
const lostGenerationsMost = 1

/**
 * Throws where there is nothing to go on for: after a second loss, and when the first generation is lost,
 * because nothing has been seen to work by then. Code and remedy are those of the latest loss.
 */
export function refuseLoss(
  plan: Pick<GenerationPlan, 'index'>,
  losses: readonly KnownFailure[],
): void {
  const latest = losses.at(-1)
  if (latest === undefined) return
  if (plan.index === 0) throw latest
  if (losses.length <= lostGenerationsMost) return
  const reasons = losses.map((loss) => loss.message).join('; then ')
  const { code, remedy } = latest
  throw new KnownFailure(
    code,
    `${losses.length} generations were lost, expected at most ${lostGenerationsMost}: ${reasons}`,
    remedy === undefined ? { cause: latest } : { cause: latest, remedy },
  )
}
