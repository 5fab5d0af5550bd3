import type { CounterGroup } from '../result/counter-id.ts'
import type { ScenarioResult } from '../result/document.ts'
import type { MetricId } from '../result/metric-id.ts'

/** What a policy states; the one that is in force is `policy.ts`. */
export interface MetricPolicy {
  readonly id: string
  readonly title: string
  readonly unit: string
  readonly better: 'lower' | 'higher'
  readonly role: 'gate' | 'inform'
  /** Relative: below it a change is not called a regression, however certain. */
  readonly smallestEffect: number
  /** Relative: `equivalent` needs the interval's worse end below it. */
  readonly margin: number
  /** Kinds of scenario that have lost this gate where they do not report it. */
  readonly expectedOf: readonly ScenarioKind[]
}

export type ScenarioKind = ScenarioResult['kind']

export interface Policy {
  readonly version: string
  readonly metrics: readonly MetricPolicy[]
  readonly profiles: Readonly<Record<ProfileName, ProfilePolicy>>
  /**
   * Of the intervals shown, two-sided, and over all declared looks together; `equivalent` reads
   * their worse end. A metric whose true effect is its margin or more is therefore called
   * equivalent in at most 2.5 % of runs, early or late.
   */
  readonly confidence: number
  /**
   * Nominal power of the detectable effect, by Student's t. Simulated, another run catches what one
   * run tells in 78 % in `quick`, 93 % in `pr` and 95 % in `thorough` (`rates.simulation.test.ts`):
   * eight pairs know their scatter poorly, and 256 arrangements leave little room below 1 %.
   */
  readonly detectablePower: number
  readonly controls: readonly NegativeControl[]
  /**
   * Share of requests that may fail: above it head has failed, and a run whose base does is
   * invalid.
   */
  readonly errorRateLimit: number
  /** Of the load that an objective is stated for, what must be reached to put it to the test. */
  readonly objectiveLoadShare: number
  /** Above it no timing of the run is believed, decided or open. */
  readonly stealPercentLimit: number
  /** Any other group is `exact`. */
  readonly counters: Readonly<Partial<Record<CounterGroup, CounterPolicy>>>
  /** How far a counter that is not exact must move beyond what equal arms have shown. */
  readonly tolerance: {
    /** Of equal arms, on record; fewer have not shown how far apart they can be. */
    readonly neededComparisons: number
    /** Times the largest difference on record. */
    readonly reserve: number
    /** One-sided level of a difference of means of repetitions, where there is no record. */
    readonly alpha: number
    /** Smallest effect of a group that is exact by policy and was not exact in a run. */
    readonly smallestEffect: number
    /** Relative: what instructions of head and of a stored baseline may differ by at least. */
    readonly betweenRuns: number
  }
}

export type ProfileName = 'quick' | 'pr' | 'thorough'

/**
 * When the judge may look, declared before the run. Each look spends its own part of the run's
 * false-alarm rate, so that all of them together keep it, however the run is stopped (Bonferroni
 * over looks).
 */
export interface ProfilePolicy {
  readonly looks: readonly Look[]
  /**
   * A later look is left out when the run would take longer; its share of the error rate is then
   * not spent.
   */
  readonly budgetMinutes?: number
}

export interface Look {
  /** Begun up to this look, lost ones included. */
  readonly generations: number
  /** Family-wise, over all gate metrics of all scenarios of the run. */
  readonly alpha: number
}

export interface NegativeControl {
  readonly metric: MetricId
  /** Relative shift between equal arms that the machine may show. */
  readonly band: number
}

/**
 * `exact`: identical passes gate, and more work by more than `smallestEffect` is a regression.
 * `tolerated`: never gates by equality; gates beyond `smallestEffect` and a tolerance on record,
 * without one it informs.
 */
export type CounterPolicy =
  | {
      readonly kind: 'exact'
      readonly smallestEffect: number
      /**
       * Its total is of all members: no clock makes any of it, so that what scatters is work, too.
       */
      readonly total?: 'all'
    }
  | { readonly kind: 'tolerated'; readonly smallestEffect: number }
  | { readonly kind: 'inform' }
