import type { Cause, CodePlace } from '../result/evidence.ts'

/** A cause that might be stated, before it is known how it compares with the others. */
export interface Candidate {
  readonly kind: Cause['kind']
  readonly title: string
  readonly detail: string | null
  readonly place: CodePlace | null
  readonly touched: boolean
  /** Nothing showed where it is, and the change has one file only: `place` names that. */
  readonly onlyChangedFile?: boolean
  /** Share of the cost of an operation that it was seen to add; null where nobody could see. */
  readonly weight: number | null
  /** What orders the candidates: `weight`, or a guess at it. */
  readonly strength: number
  readonly nature: Nature
}

/**
 * `work`: more was asked of something, counted exactly or found in a plan. `code`: lines of the
 * project that cost more. `symptom`: what follows from either, and weighs a fifth of either.
 */
export type Nature = 'work' | 'code' | 'symptom'

/** A symptom must be several times larger than a reason to be told before it. */
const natureFactor = { work: 1, code: 1, symptom: 0.2 } as const
/** What the change did not touch is rather moved than moving. */
const untouchedFactor = { work: 1, code: 0.5, symptom: 1 } as const

const causesMost = 5
/**
 * Of the first one's size. What is smaller is left to the tables; what may only follow from it,
 * sooner.
 */
const shareLeast = { work: 0.15, code: 0.15, symptom: 0.6 } as const

/** Few strong causes, largest first. Where a reason was found no symptom leads, however loud. */
export function leading(candidates: readonly Candidate[]): Cause[] {
  const reasons = candidates.filter(isReason).map(rank)
  const loudest = reasons.length === 0 ? Infinity : Math.max(...reasons) * symptomRankMost
  const rankOf = (one: Candidate) => (isReason(one) ? rank(one) : Math.min(rank(one), loudest))
  const ordered = candidates
    .filter(({ strength }) => strength > 0)
    .toSorted((a, b) => rankOf(b) - rankOf(a) || (b.weight ?? 0) - (a.weight ?? 0))
  const [first] = ordered
  if (first === undefined) return []
  return ordered
    .filter((candidate) => rankOf(candidate) >= rankOf(first) * shareLeast[candidate.nature])
    .slice(0, causesMost)
    .map(({ kind, title, detail, place, touched, onlyChangedFile = false, weight }) => ({
      kind,
      title,
      detail,
      place,
      touched,
      ...(onlyChangedFile ? { onlyChangedFile } : {}),
      weight: weight === null ? null : Math.round(weight * 1_000) / 1_000,
    }))
}

/** Of the largest reason's rank. */
const symptomRankMost = 0.9

function isReason({ nature, touched }: Candidate): boolean {
  return nature === 'work' || (nature === 'code' && touched)
}

function rank({ strength, nature, touched }: Candidate): number {
  return strength * natureFactor[nature] * (touched ? 1 : untouchedFactor[nature])
}
