import pg from 'pg'

/**
 * What the database says against a statement of the lane, in the lane's words: new payments and
 * held ones are written alike, and go wrong alike.
 */
export type WriteFault =
  | 'key-taken'
  /**
   * Others have changed an account meanwhile, or were about to: decided anew, it may be written.
   */
  | 'accounts-changed'
  /** Data exceptions and integrity violations: the payment's fault, not ours or the server's. */
  | 'about-data'

/**
 * Attempts at one batch whose accounts others keep changing: some milliseconds each, a fraction of
 * a second in all.
 */
export const mostAttempts = 20

/**
 * By SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html. `PB001` is
 * `require_equal`'s.
 */
const faults: ReadonlyMap<string | undefined, WriteFault> = new Map([
  ['23505', 'key-taken'],
  ['PB001', 'accounts-changed'],
  ['40P01', 'accounts-changed'],
])

/** @returns undefined for what is none of these */
export function writeFaultOf(error: unknown): WriteFault | undefined {
  if (!(error instanceof pg.DatabaseError)) {
    return undefined
  }
  return faults.get(error.code) ?? (/^2[23]/.test(error.code ?? '') ? 'about-data' : undefined)
}
