import pg from 'pg'
import { BoundQuery, isBound } from './bound-query.ts'
import type { Statement } from './database.ts'
import { readDatabaseError } from './failures.ts'

export interface SentQuery {
  readonly statement: Statement | string
  readonly values: readonly unknown[]
  readonly rowsAs: 'objects' | 'arrays'
}

type Told = (error: Error | undefined, result: pg.QueryResult) => void

/**
 * Sends one query and waits for its rows. After `answerTimeoutMs` without an answer the connection
 * is taken for dead and must not be used again.
 *
 * The driver could make the promise and wait by itself (`query_timeout`). For both it assigns a
 * function to a property of the query, and V8 makes a function that is written down on the right of
 * such an assignment old from the start (`CheckAssigningFunctionLiteralToProperty` in its parser):
 * it and all that it can see – the query, its values, what waits for it – then lives until the next
 * collection of the whole heap.
 *
 * @throws DependencyUnavailable, and what is wrong with the statement as the driver has it
 */
export async function sendQuery(
  client: pg.PoolClient,
  query: SentQuery,
  answerTimeoutMs: number,
): Promise<readonly unknown[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly unknown[]>()
  const timer = setTimeout(() => {
    reject(new Error(`no answer after ${answerTimeoutMs} ms`))
  }, answerTimeoutMs)
  const told: Told = (error, result) => {
    if (error instanceof Error) reject(error)
    else resolve(result.rows)
  }
  try {
    client.query(toDriver(query, told))
    return await promise
  } catch (error) {
    // The driver's own stack leads to the socket that the answer came from.
    if (error instanceof pg.DatabaseError) Error.captureStackTrace(error)
    throw readDatabaseError(error)
  } finally {
    clearTimeout(timer)
  }
}

function toDriver({ statement, values, rowsAs }: SentQuery, told: Told): pg.Query {
  if (rowsAs === 'arrays' && typeof statement === 'object' && isBound(values)) {
    return new BoundQuery({ ...statement, values }, told)
  }
  const named = typeof statement === 'string' ? { text: statement } : statement
  const config = { ...named, values: [...values] }
  const asArrays: pg.QueryArrayConfig = { ...config, rowMode: 'array' }
  return new pg.Query(rowsAs === 'arrays' ? asArrays : config, told)
}
