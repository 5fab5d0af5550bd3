import type { TargetClient } from '../../target/client.ts'
import { poolPrefix } from '../report/live-lines.ts'
import type { Reading } from './observer.ts'

const poolsPath = '/api/v1/liquidity/pools'

/** Each pool's balance by what it began with. */
export function poolReading(client: TargetClient): Reading {
  return async () => {
    const { status, body } = await client.get(poolsPath)
    return status === 200 ? toldByPools(body) : {}
  }
}

interface Pool {
  readonly currency?: unknown
  readonly percentOfInitial?: unknown
}

export function toldByPools(body: unknown): Record<string, number> {
  const { items } = (body ?? {}) as { readonly items?: unknown }
  if (!Array.isArray(items)) return {}
  const shares = items.flatMap(({ currency, percentOfInitial }: Pool) =>
    typeof currency === 'string' && typeof percentOfInitial === 'number'
      ? [[`${poolPrefix}${currency}`, percentOfInitial / 100] as const]
      : [],
  )
  return Object.fromEntries(shares)
}
