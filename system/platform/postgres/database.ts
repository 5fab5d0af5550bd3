import type { Readable } from 'node:stream'
import pg from 'pg'
import type { Logger } from 'pino'
import { DependencyUnavailable } from '../errors.ts'
import { openCopyOut } from './copy-out.ts'
import type { CopyOut } from './copy-out.ts'
import { connect } from './connect.ts'
import { sendQuery } from './send-query.ts'
import type { SentQuery } from './send-query.ts'
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
  const answerTimeoutMs = options.statementTimeoutMs + answerGraceMs
  const outside = queryableOn(lenderOf(pool), answerTimeoutMs)
  const reserve = async (): Promise<Reserved> => {
    const client = await connect(pool)
    return {
      ...queryableOn(async (work) => work(client), answerTimeoutMs),
      release: (broken = false) => client.release(broken),
    }
  }
  return {
    ...outside,
    reserve,
    transaction: async (work) => runTransaction(await reserve(), work),
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

/** Gives the work a connection, and takes it back. */
type Lender = <Result>(work: (client: pg.PoolClient) => Promise<Result>) => Promise<Result>

/** SQLSTATE: what was prepared on the connection is of no more use, and would fail again. */
const preparedIsLost = new Set(['0A000', '26000'])

/**
 * Given back whole after what Postgres itself refused; after anything else – no answer, a loss, a
 * value that the driver could not write, after which it takes the statement for prepared – closed.
 */
function lenderOf(pool: pg.Pool): Lender {
  return async (work) => {
    const client = await connect(pool)
    let broken = false
    try {
      return await work(client)
    } catch (error) {
      broken = !(error instanceof pg.DatabaseError) || preparedIsLost.has(error.code ?? '')
      throw error
    } finally {
      client.release(broken)
    }
  }
}

function queryableOn(lend: Lender, answerTimeoutMs: number): Queryable {
  const run = async (query: SentQuery): Promise<readonly unknown[]> =>
    lend(async (client) => sendQuery(client, query, answerTimeoutMs))
  return {
    query: async (statement, values = []) =>
      (await run({ statement, values, rowsAs: 'objects' })) as readonly never[],
    queryArrays: async (statement, values = []) =>
      (await run({ statement, values, rowsAs: 'arrays' })) as readonly never[],
  }
}

async function runTransaction<T>(
  reserved: Reserved,
  work: (queryable: Queryable) => Promise<T>,
): Promise<T> {
  let isBroken = false
  try {
    await reserved.query('begin')
    const result = await work(reserved)
    await reserved.query('commit')
    return result
  } catch (error) {
    // Of one that did not answer nothing more is asked; closing it rolls back.
    isBroken = error instanceof DependencyUnavailable || !(await rollsBack(reserved))
    throw error
  } finally {
    reserved.release(isBroken)
  }
}

/** A connection that cannot even roll back is thrown away, not returned to the pool. */
async function rollsBack(queryable: Queryable): Promise<boolean> {
  try {
    await queryable.query('rollback')
    return true
  } catch {
    return false
  }
}
