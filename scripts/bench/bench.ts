import path from 'node:path'
import type { RunScope } from '../../perf/commands/check.ts'
import { repositoryFolder } from '../../perf/config.ts'
import type { Environment } from '../../perf/environment/environment.ts'
import { startEnvironment } from '../../perf/environment/start.ts'
import { ClosingStack } from '../../perf/lifecycle/closing-stack.ts'
import { openRunLedger, type RunLedger } from '../../perf/lifecycle/run-ledger.ts'
import type { BenchOptions, BenchServices } from './options.ts'
import { prepareTemplate } from './template.ts'

/**
 * What rows share: one set of services and one migrated and seeded database, started when the first
 * row needs them, and ended with the command.
 */
export class Bench {
  readonly options: BenchOptions
  readonly ledger: RunLedger
  readonly repository = repositoryFolder
  readonly say: (line: string) => void
  readonly #closing: AsyncDisposableStack
  #environment: Promise<Environment> | undefined
  #template: Promise<string> | undefined
  #stages = 0

  constructor(parts: {
    readonly options: BenchOptions
    readonly ledger: RunLedger
    readonly closing: AsyncDisposableStack
    readonly say: (line: string) => void
  }) {
    this.options = parts.options
    this.ledger = parts.ledger
    this.say = parts.say
    this.#closing = parts.closing
  }

  environment(): Promise<Environment> {
    return (this.#environment ??= this.#startServices(this.options.services, this.ledger).then(
      (started) => this.#closing.use(started),
    ))
  }

  /** Name of the database that stages are cloned from. */
  template(): Promise<string> {
    return (this.#template ??= this.environment().then((environment) =>
      prepareTemplate(this, environment),
    ))
  }

  /** Differs between any two stages of any two runs on one server. */
  nextStageName(): string {
    this.#stages += 1
    return `bench_${this.ledger.runId.slice(-8)}_${this.#stages}`
  }

  /** For a command of the pipeline's that a row runs whole; an interrupt ends it, too. */
  openScope(): RunScope & AsyncDisposable {
    const closing = this.#closing.use(new ClosingStack())
    const close = () => closing.disposeAsync()
    return { closing, ledger: undefined, [Symbol.asyncDispose]: close }
  }

  /**
   * Services of the caller's own, for a row that measures their start; an interrupt ends them, too.
   */
  async startOwnServices(services: BenchServices): Promise<AsyncDisposable> {
    const own = this.#closing.use(new ClosingStack())
    const ledger = own.use(await openRunLedger(path.dirname(this.ledger.folder)))
    own.use(await this.#startServices(services, ledger))
    return own
  }

  #startServices(services: BenchServices, ledger: RunLedger): Promise<Environment> {
    return startEnvironment({
      services,
      durability: this.options.durability,
      ledger,
      readyTimeoutMs,
      external: undefined,
      onProgress: this.say,
    })
  }
}

const readyTimeoutMs = 60_000
