import { eventually } from '../../testing/eventually.ts'
import type { SystemUnderTest } from '../../testing/system-process.ts'

/** Accounts of the seed, one for each of two currencies, of one bank. */
const shekels = 'ACC-001009'
const dollars = 'ACC-001001'
/** What the pool of shekels begins with, in agorot. */
export const poolMinor = 50_000_000_000

export interface Row {
  readonly poolId: string
  readonly currency: string
  readonly amountMinor: number
  readonly balanceBeforeMinor: number
  readonly balanceAfterMinor: number
  readonly rebalanceReason: string
  readonly timestamp: string
  readonly isRebalance: boolean
  readonly status: string
  readonly paymentId?: string
  readonly failure?: string
}

export interface Pool {
  readonly poolId: string
  readonly initialMinor: number
  readonly balanceMinor: number
  readonly percentOfInitial: number
  readonly lowMinor: number
  readonly highMinor: number
  readonly status: string
}

/**
 * Moves so many agorot into the pool of shekels; the dollars that come out of theirs are few beside
 * it.
 */
export async function fillPool(
  system: SystemUnderTest,
  key: string,
  amountMinor: number,
): Promise<void> {
  await settle(system, key, {
    debtorAccount: shekels,
    creditorAccount: dollars,
    amountMinor,
    currency: 'ILS',
  })
}

/** Moves shekels for so many cents out of their pool. */
export async function drainPool(
  system: SystemUnderTest,
  key: string,
  amountMinor: number,
): Promise<void> {
  await settle(system, key, {
    debtorAccount: dollars,
    creditorAccount: shekels,
    amountMinor,
    currency: 'USD',
  })
}

async function settle(system: SystemUnderTest, key: string, order: object): Promise<void> {
  const { status, text } = await system.pay(key, order)
  if (status !== 201) {
    throw new Error(`payment ${key} was answered ${status}, expected 201: ${text}`)
  }
}

export async function pools(system: SystemUnderTest): Promise<readonly Pool[]> {
  const { json } = await system.request('/api/v1/liquidity/pools')
  return json['items'] as readonly Pool[]
}

export async function poolOfShekels(system: SystemUnderTest): Promise<Pool> {
  const pool = (await pools(system)).find(({ poolId }) => poolId === 'POOL-ILS')
  if (pool === undefined) {
    throw new Error('there is no POOL-ILS, expected it to be seeded')
  }
  return pool
}

/** Newest first. */
export async function rebalances(
  system: SystemUnderTest,
  query = 'currency=ILS',
): Promise<readonly Row[]> {
  const { json } = await system.request(`/api/v1/liquidity/rebalances?${query}`)
  return json['items'] as readonly Row[]
}

export async function untilRebalances(system: SystemUnderTest, count: number): Promise<Row> {
  return eventually(`rebalance ${count}`, async () => {
    const rows = await rebalances(system)
    return rows.length >= count && rows[0]?.status !== 'pending' ? rows[0] : undefined
  })
}
