import type { Logger } from 'pino'
import { DependencyUnavailable } from '../../platform/errors.ts'
import type { Database, Statement } from '../../platform/postgres/database.ts'

/**
 * Days on which anybody moved money that are kept: of so many, a clock that goes back forgets none.
 */
const daysKept = 31
const forgetEveryMs = 3_600_000
/** So few that a statement ends long before its timeout, however many accounts there are. */
const rowsPerStatement = 1_000

/**
 * Counted and not dated back from today: a clock that is a year ahead must not make forgotten what
 * counts again when it is back.
 */
const forgetDays: Statement = {
  name: 'payments.forget-account-days',
  text: `
with recursive newest (day, place) as (
  select max(day), 1 from account_day
  union all
  select (select max(earlier.day) from account_day as earlier where earlier.day < newest.day), place + 1
  from newest where place < $1 and day is not null
)
delete from account_day where (day, account_id) in (
  select day, account_id from account_day
  where day < (select day from newest where place = $1)
  order by day, account_id limit $2
) returning 1`,
}

/** Keeps what accounts sent on earlier days from growing for ever. */
export class AccountDays {
  readonly #database: Pick<Database, 'query'>
  readonly #log: Logger
  #timer: NodeJS.Timeout | undefined
  #forgetting: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(database: Pick<Database, 'query'>, log: Logger) {
    this.#database = database
    this.#log = log
  }

  start(): void {
    const forget = (): void => void (this.#forgetting = this.forget())
    this.#timer = setInterval(forget, forgetEveryMs)
    forget()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    await this.#forgetting
  }

  /** Never rejects: what is not forgotten now is the next time. */
  async forget(): Promise<void> {
    try {
      while ((await this.#forgetSome()) && !this.#stopped) {
        // Goes on until one statement found less than it may.
      }
    } catch (error) {
      const level = error instanceof DependencyUnavailable ? 'warn' : 'error'
      this.#log[level]({ err: error }, 'earlier days of accounts are kept for now')
    }
  }

  /** @returns whether there may be more */
  async #forgetSome(): Promise<boolean> {
    const forgotten = await this.#database.query(forgetDays, [daysKept, rowsPerStatement])
    return forgotten.length === rowsPerStatement
  }
}
