import pg from 'pg'
import { BindMessage } from './bind-message.ts'
import type { BinaryParameter } from './bind-message.ts'

export interface BoundStatement {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

/** What is used of the driver's connection here; its types do not say. */
interface Connection {
  bind(config: BindConfig): void
  _send(bytes: Buffer): void
}

interface BindConfig {
  readonly statement?: string
  readonly values?: readonly unknown[]
}

interface Preparing {
  prepare(connection: Connection): void
}

/**
 * Each with a message of its own: the next statement is sent when Postgres has read the one before.
 */
const taught = new WeakSet<Connection>()

/** Once for a connection, which is then of one shape for ever. */
function teach(connection: Connection): void {
  if (taught.has(connection)) {
    return
  }
  taught.add(connection)
  const message = new BindMessage()
  const bind = connection.bind.bind(connection)
  connection.bind = (config) => {
    const { statement = '', values = [] } = config
    if (isBound(values)) connection._send(message.compose(statement, values.map(toParameter)))
    else bind(config)
  }
}

/** Whether a parameter writes itself: such a statement is one of these. */
export function isBound(values: readonly unknown[]): boolean {
  return values.some((value) => typeof value === 'object' && value !== null && 'writeTo' in value)
}

/**
 * The driver's own query, but that its Bind message is written into a buffer that is used again.
 */
export class BoundQuery extends pg.Query {
  constructor(
    { name, text, values }: BoundStatement,
    answered: (rows: readonly unknown[]) => void,
    failed: (error: unknown) => void,
  ) {
    const config: pg.QueryArrayConfig = { name, text, values: [...values], rowMode: 'array' }
    super(config, (error: unknown, result: pg.QueryArrayResult) => {
      if (error instanceof Error) failed(error)
      else answered(result.rows)
    })
  }

  /** Called by the driver when the connection is free. */
  prepare(connection: Connection): void {
    teach(connection)
    const base = pg.Query.prototype as unknown as Preparing
    base.prepare.call(this, connection)
  }
}

function toParameter(value: unknown): BinaryParameter | string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'object' ? (value as BinaryParameter) : String(value as string | number)
}
