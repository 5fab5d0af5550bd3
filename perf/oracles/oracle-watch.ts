import { checkInvariants } from '../measuring/generation/invariants.ts'
import type { InvariantResult } from '../result/document.ts'

/** Those that hold at every commit and cost a look at the accounts only (O-M1, O-M4). */
const cheapOracles = ['payments.money-conserved', 'payments.balance-above-floor']

export interface OracleWatchRequest {
  /** The system's tree, whose invariants they are. */
  readonly armFolder: string
  readonly databaseUrl: string
  readonly everyMs: number
}

/**
 * Asks the cheap oracles again and again while a load goes on; what they found is kept, worst
 * first.
 */
export class OracleWatch implements AsyncDisposable {
  readonly #request: OracleWatchRequest
  readonly #timer: NodeJS.Timeout
  readonly #found = new Map<string, InvariantResult>()
  #asked = 0
  #asking: Promise<void> | undefined
  #failure: unknown

  constructor(request: OracleWatchRequest) {
    this.#request = request
    this.#timer = setInterval(() => {
      // One at a time: a database that is busy is not asked twice.
      this.#asking ??= this.#ask().finally(() => {
        this.#asking = undefined
      })
    }, request.everyMs)
  }

  /** Looks that were taken. */
  get asked(): number {
    return this.#asked
  }

  /** One for each oracle, at its worst. @throws what kept the last look from being taken */
  async stop(): Promise<readonly InvariantResult[]> {
    clearInterval(this.#timer)
    await this.#asking
    if (this.#asked === 0) await this.#ask()
    if (this.#failure !== undefined) throw this.#failure
    return [...this.#found.values()]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await this.#asking
  }

  async #ask(): Promise<void> {
    const { armFolder, databaseUrl } = this.#request
    try {
      const results = await checkInvariants({
        arm: 'head',
        armFolder,
        databaseUrl,
        ids: cheapOracles,
        acknowledged: [],
      })
      this.#asked += 1
      this.#failure = undefined
      results.forEach((result) => this.#keepWorst(result))
    } catch (failure) {
      this.#failure = failure
    }
  }

  #keepWorst(result: InvariantResult): void {
    const id = `${result.id}.meanwhile`
    const known = this.#found.get(id)
    if (known === undefined || result.violations > known.violations) {
      this.#found.set(id, { ...result, id, title: `${result.title}, all the while` })
    }
  }
}
