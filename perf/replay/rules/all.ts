import { autoSamplingRule } from './auto-sampling.ts'
import { baseThenHeadRule } from './base-then-head.ts'
import { changePointRule } from './change-point.ts'
import { lastValueRule } from './last-value.ts'
import { rankSumRule } from './rank-sum.ts'
import { relabelledMediansRule } from './relabelled-medians.ts'
import type { Rule } from './rule.ts'
import { storedRunsRule } from './stored-runs.ts'

/** Those that look back, then those that look at one run. */
export const rulesOfOthers: readonly Rule[] = [
  lastValueRule(2),
  lastValueRule(1.1),
  storedRunsRule,
  changePointRule,
  baseThenHeadRule(10),
  baseThenHeadRule(5),
  rankSumRule,
  autoSamplingRule,
  relabelledMediansRule,
]
