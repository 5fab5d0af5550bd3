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
  readonly values?: readonly unknown[]
}

interface Submitting {
  submit(connection: Connection): Error | null
}

/**
 * Each with a message of its own: the next statement is sent when Postgres has read the one before.
 * That is so as long as the pool does not set `pipeline`, with which several would be under way.
 */
const taught = new WeakMap<Connection, BindMessage>()

/**
 * Once for a connection, which is then of one shape for ever: what it binds of a bound statement is
 * the message that was composed for it.
 */
function teach(connection: Connection): BindMessage {
  const known = taught.get(connection)
  if (known !== undefined) {
    return known
  }
  const message = new BindMessage()
  taught.set(connection, message)
  const bind = connection.bind.bind(connection)
  connection.bind = (config) => {
    if (isBound(config.values ?? [])) connection._send(message.composed)
    else bind(config)
  }
  return message
}

/** Whether a parameter writes itself: such a statement is one of these. */
export function isBound(values: readonly unknown[]): boolean {
  return values.some((value) => typeof value === 'object' && value !== null && 'writeTo' in value)
}

/**
 * The driver's own query, but that its Bind message is written into a buffer that is used again.
 */
export class BoundQuery extends pg.Query {
  readonly #statement: BoundStatement

  /** @param told rows as arrays */
  constructor(
    statement: BoundStatement,
    told: (error: Error | undefined, result: pg.QueryArrayResult) => void,
  ) {
    const { name, text, values } = statement
    const config: pg.QueryArrayConfig = { name, text, values: [...values], rowMode: 'array' }
    super(config, told)
    this.#statement = statement
  }

  /**
   * Called by the driver when the connection is free. The message is composed before anything is
   * sent: the driver answers a value that cannot be written by closing the statement at Postgres,
   * and goes on taking it for prepared.
   *
   * @returns why nothing was sent, which the driver tells whoever waits
   */
  override submit = (connection: pg.Connection): Error | null => {
    const own = connection as unknown as Connection
    const { name, values } = this.#statement
    try {
      teach(own).compose(name, values.map(toParameter))
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
    return (pg.Query.prototype as unknown as Submitting).submit.call(this, own)
  }
}

function toParameter(value: unknown): BinaryParameter | string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'object' ? (value as BinaryParameter) : String(value as string | number)
}
