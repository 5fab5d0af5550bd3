import type { Readable } from 'node:stream'
import pg from 'pg'
import type { Logger } from 'pino'
import { openCopyOut } from './copy-out.ts'
import type { CopyOut } from './copy-out.ts'
import { isBound, runBound } from './bound-query.ts'
import { connect, refuseWhenCrowded } from './connect.ts'
import { readDatabaseError } from './failures.ts'
import { parseValue } from './values.ts'

/**
 * The port to Postgres: everything the system says to its database goes through these few methods.
 * A statement with a name is prepared once per connection.
 */
export interface Statement {
  readonly name: string
  readonly text: string
}

export interface Queryable {
  /**
   * Rows as objects. bigint columns arrive as numbers (and fail loudly beyond 2^53), numeric as
   * text.
   * @throws DependencyUnavailable when Postgres is away or the statement's deadline passed
   */
  query<Row extends object = Record<string, unknown>>(
    statement: Statement | string,
    values?: readonly unknown[],
  ): Promise<readonly Row[]>
  /**
   * The same with rows as arrays: cheaper where one answer carries hundreds of rows. A named
   * statement may take columns of binary-columns.ts.
   */
  queryArrays<Row extends readonly unknown[]>(
    statement: Statement | string,
    values?: readonly unknown[],
  ): Promise<readonly Row[]>
}

/** A connection of one's own, for what lives as long as the connection: locks, above all. */
export interface Reserved extends Queryable {
  /** `broken` closes the connection, with all that was held on it. */
  release(broken?: boolean): void
}

export interface Database extends Queryable {
  reserve(): Promise<Reserved>
  /** Commits when `work` resolves, rolls back when it throws. */
  transaction<T>(work: (queryable: Queryable) => Promise<T>): Promise<T>
  /**
   * On a connection of its own, with what the query yields at the reader's pace. @throws as `query`
   * does
   */
  copyOut(copy: CopyOut): Promise<Readable>
  readonly pool: {
    readonly total: () => number
    readonly idle: () => number
    readonly waiting: () => number
  }
  check(): Promise<void>
  close(): Promise<void>
}

export interface DatabaseOptions {
  readonly url: string
  readonly poolMax: number
  readonly statementTimeoutMs: number
  readonly applicationName: string
  readonly log: Logger
}

const connectTimeoutMs = 5_000
const idleTimeoutMs = 60_000
/** How much longer than the server the client waits before it takes the connection for dead. */
const answerGraceMs = 2_000

export function createDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolMax,
    application_name: options.applicationName,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: idleTimeoutMs,
    statement_timeout: options.statementTimeoutMs,
    query_timeout: options.statementTimeoutMs + answerGraceMs,
    keepAlive: true,
    types: { getTypeParser: parseValue as typeof pg.types.getTypeParser },
  })
  // On the client, not the pool: the pool hears only of idle connections, and an error event that
  // nobody hears ends the process. Whoever uses the connection is told by the query that fails.
  pool.on('connect', (client) => {
    client.on('error', (error) => {
      options.log.warn({ err: error }, 'postgres connection lost')
    })
  })
  pool.on('error', () => undefined)
  const outside = queryableOn(pool, () => refuseWhenCrowded(pool))
  return {
    ...outside,
    async reserve() {
      const client = await connect(pool)
      return { ...queryableOn(client), release: (broken = false) => client.release(broken) }
    },
    transaction: async (work) => runTransaction(pool, work),
    copyOut: async (copy) => openCopyOut(options, copy),
    pool: {
      total: () => pool.totalCount,
      idle: () => pool.idleCount,
      waiting: () => pool.waitingCount,
    },
    async check() {
      await outside.query('select 1')
    },
    close: async () => pool.end(),
  }
}

function queryableOn(
  target: pg.Pool | pg.PoolClient,
  admit: () => void = () => undefined,
): Queryable {
  const run = async (config: pg.QueryConfig | pg.QueryArrayConfig): Promise<readonly unknown[]> => {
    admit()
    try {
      return (await target.query(config)).rows
    } catch (error) {
      throw readDatabaseError(error)
    }
  }
  return {
    query: async (statement, values = []) =>
      (await run({ ...asConfig(statement), values: [...values] })) as readonly never[],
    queryArrays: async (statement, values = []) =>
      (typeof statement === 'object' && isBound(values)
        ? await runBound(target, { ...statement, values })
        : await run({
            ...asConfig(statement),
            values: [...values],
            rowMode: 'array',
          })) as readonly never[],
  }
}

function asConfig(statement: Statement | string): { text: string; name?: string } {
  return typeof statement === 'string' ? { text: statement } : statement
}

async function runTransaction<T>(
  pool: pg.Pool,
  work: (queryable: Queryable) => Promise<T>,
): Promise<T> {
  const client = await connect(pool)
  const queryable = queryableOn(client)
  let broken: Error | undefined
  try {
    await queryable.query('begin')
    const result = await work(queryable)
    await queryable.query('commit')
    return result
  } catch (error) {
    broken = await rollback(queryable)
    throw error
  } finally {
    client.release(broken)
  }
}

/** A connection that cannot even roll back is thrown away, not returned to the pool. */
async function rollback(queryable: Queryable): Promise<Error | undefined> {
  try {
    await queryable.query('rollback')
    return undefined
  } catch (error) {
    return error as Error
  }
}
