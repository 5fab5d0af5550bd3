import pg from 'pg'
import { BindMessage } from './bind-message.ts'
import type { BinaryParameter } from './bind-message.ts'

export interface BoundStatement {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

/** What the driver's query needs of a connection here; its types do not say. */
interface Connection {
  _send(bytes: Buffer): void
}

interface Preparing {
  prepare(connection: Connection): void
}

/** One for each connection: the next statement is sent when Postgres has read the one before. */
const messages = new WeakMap<Connection, BindMessage>()

/** Whether a parameter writes itself: such a statement is one of these. */
export function isBound(values: readonly unknown[]): boolean {
  return values.some((value) => typeof value === 'object' && value !== null && 'writeTo' in value)
}

/** The driver's own query, but that its Bind message is written into a buffer that is used again. */
export class BoundQuery extends pg.Query {
  readonly #statement: BoundStatement

  constructor(
    statement: BoundStatement,
    answered: (rows: readonly unknown[]) => void,
    failed: (error: unknown) => void,
  ) {
    const { name, text } = statement
    const config: pg.QueryArrayConfig = { name, text, rowMode: 'array' }
    super(config, (error: unknown, result: pg.QueryArrayResult) => {
      if (error instanceof Error) failed(error)
      else answered(result.rows)
    })
    this.#statement = statement
  }

  /** Called by the driver when the connection is free. */
  prepare(connection: Connection): void {
    const bind = (): void => {
      let message = messages.get(connection)
      if (message === undefined) {
        message = new BindMessage()
        messages.set(connection, message)
      }
      const { name, values } = this.#statement
      connection._send(message.compose(name, values.map(toParameter)))
    }
    const binding = Object.create(connection, { bind: { value: bind } }) as Connection
    const base = pg.Query.prototype as unknown as Preparing
    base.prepare.call(this, binding)
  }
}

function toParameter(value: unknown): BinaryParameter | string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'object' ? (value as BinaryParameter) : String(value as string | number)
}
