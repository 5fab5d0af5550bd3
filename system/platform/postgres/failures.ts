import pg from 'pg'
import { DependencyUnavailable } from '../errors.ts'

/** SQLSTATE classes and codes that say "not now" rather than "not this". */
const unavailableStates = [
  /^08/, // connection exception
  /^53/, // insufficient resources: disk full, out of memory, too many connections
  /^57(014|P0)/, // cancelled by the statement deadline; shutting down, crashed, starting up
  /^58/, // input/output error of the server
]

/**
 * A fault of the statement stays what it is; a fault of the server becomes DependencyUnavailable.
 */
export function readDatabaseError(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) {
    const state = error.code ?? ''
    return unavailableStates.some((pattern) => pattern.test(state))
      ? new DependencyUnavailable('postgres', error)
      : error
  }
  return isClientFault(error) ? error : new DependencyUnavailable('postgres', error)
}

/** Everything else that pg throws is about sockets and time, except what our own code did wrong. */
function isClientFault(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError
}
