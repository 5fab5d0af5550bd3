import { KnownFailure } from '../../errors.ts'
import type { ArmName } from '../../result/document.ts'

/** The same for both arms at the same time. */
export async function bothArms<T>(of: (arm: ArmName) => Promise<T>): Promise<Record<ArmName, T>> {
  const [base, head] = await bothSettled(of('base'), of('head'))
  return { base, head }
}

/**
 * Both are waited for even when one fails, so that what the other started is there to be stopped.
 * What the systems of both arms failed at is one failure, of both.
 */
export async function bothSettled<T>(first: Promise<T>, second: Promise<T>): Promise<[T, T]> {
  const outcomes = await Promise.allSettled([first, second])
  const [one, other] = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' && isOfAnArm(outcome.reason) ? [outcome.reason] : [],
  )
  if (one !== undefined && other !== undefined) throw ofBoth(one, other)
  return Promise.all([first, second])
}

function isOfAnArm(failure: unknown): failure is KnownFailure {
  return failure instanceof KnownFailure && failure.arms.length > 0
}

function ofBoth(one: KnownFailure, other: KnownFailure): KnownFailure {
  const arms = [...new Set([...one.arms, ...other.arms])]
  const message = `${one.message}; and ${other.message}`
  return new KnownFailure(one.code, message, { cause: one, remedy: one.remedy, arms })
}
