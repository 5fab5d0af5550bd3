/**
 * `stats/` is arithmetic on numbers that were measured elsewhere: pure, without clock, files or
 * randomness of its own. What the numbers mean, and which of them decide, is `verdict/`'s business.
 * A sample is checked here once; every routine of the folder then takes it as checked.
 *
 * One routine waits for its caller: `change-points.ts` is for the trend of nightly ratios, to the
 * parent and to a pinned release, of which no history is kept so far. Until one is, tests and the
 * benchmark alone call it.
 */
declare const checked: unique symbol

/** At least one number, all finite. */
export type Sample = readonly number[] & { readonly [checked]: true }

export type RefusalReason = 'empty' | 'nan' | 'infinite' | 'zero' | 'negative' | 'unequal-lengths'

export interface Refused {
  readonly kind: 'refused'
  readonly reason: RefusalReason
  /** Subject, state, expectation. */
  readonly message: string
}

export type SampleOutcome = { readonly kind: 'ok'; readonly sample: Sample } | Refused

/** `positive` for anything a ratio is made of: times, rates, costs. */
export function checkSample(
  values: readonly number[],
  demand: 'finite' | 'positive' = 'finite',
): SampleOutcome {
  if (values.length === 0) {
    return refuse('empty', 'the sample is empty, expected at least one value')
  }
  for (const [index, value] of values.entries()) {
    const reason = refusalOf(value, demand)
    if (reason !== undefined) {
      return refuse(reason, `value ${index} of the sample is ${value}, expected a ${demand} number`)
    }
  }
  return { kind: 'ok', sample: asChecked(values) }
}

/**
 * For values worked out of a sample, at least one and finite because the sample's are; anything
 * else comes in by `checkSample`.
 */
export function asChecked(values: readonly number[]): Sample {
  return values as Sample
}

/** ln(head / base) per pair, in the order given. Both arms must be positive and of one length. */
export function pairedLogRatios(base: readonly number[], head: readonly number[]): SampleOutcome {
  if (base.length !== head.length) {
    const lengths = `base has ${base.length} values and head ${head.length}`
    return refuse('unequal-lengths', `${lengths}, expected one of each per pair`)
  }
  const [checkedBase, checkedHead] = [checkSample(base, 'positive'), checkSample(head, 'positive')]
  if (checkedBase.kind === 'refused') return checkedBase
  if (checkedHead.kind === 'refused') return checkedHead
  return checkSample(base.map((value, index) => Math.log((head[index] ?? Number.NaN) / value)))
}

function refusalOf(value: number, demand: 'finite' | 'positive'): RefusalReason | undefined {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return 'infinite'
  if (demand === 'finite') return undefined
  if (value === 0) return 'zero'
  return value < 0 ? 'negative' : undefined
}

function refuse(reason: RefusalReason, message: string): Refused {
  return { kind: 'refused', reason, message }
}
