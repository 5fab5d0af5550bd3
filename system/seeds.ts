import { seedLiquidity } from './modules/liquidity/seed.ts'
import { seedReconciliation } from './modules/reconciliation/seed.ts'
import { seedNetting } from './modules/netting/seed.ts'
import { seedPayments } from './modules/payments/seed.ts'
import type { Seed } from './platform/module.ts'

/** What `seed` runs, in this order, once, after `migrate`. */
export const seeds: readonly Seed[] = [seedPayments, seedLiquidity, seedNetting, seedReconciliation]
