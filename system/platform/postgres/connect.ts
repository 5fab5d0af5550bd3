import type pg from 'pg'
import { DependencyUnavailable } from '../errors.ts'
import { readDatabaseError } from './failures.ts'

/** Requests that wait for a connection; one more would only wait to be told the same. */
const waitingMost = 1_000

/** @throws DependencyUnavailable */
export async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  refuseWhenCrowded(pool)
  try {
    return await pool.connect()
  } catch (error) {
    throw readDatabaseError(error)
  }
}

/** @throws DependencyUnavailable */
function refuseWhenCrowded(pool: pg.Pool): void {
  if (pool.waitingCount >= waitingMost) {
    const cause = new Error(`${pool.waitingCount} requests are waiting for a connection`)
    throw new DependencyUnavailable('postgres', cause)
  }
}
