import { CpuClock } from '../../probes/cpu-time.ts'

/** CPU time that one arm's process and Postgres spent while that arm was loaded. */
export class CpuMeter {
  readonly #system: CpuClock
  readonly #postgres: CpuClock | undefined
  #systemNs = 0n
  #postgresNs = 0n

  constructor(systemPid: number, postgresRootPid: number | undefined) {
    this.#system = new CpuClock(systemPid)
    this.#postgres = postgresRootPid === undefined ? undefined : new CpuClock(postgresRootPid)
  }

  /** Runs `work` and adds what it cost; work must leave nothing behind that runs on after it. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const systemBefore = this.#system.readNs()
    const postgresBefore = this.#postgres?.readNs() ?? 0n
    const value = await work()
    this.#systemNs += this.#system.readNs() - systemBefore
    this.#postgresNs += (this.#postgres?.readNs() ?? 0n) - postgresBefore
    return value
  }

  get systemUs(): number {
    return Number(this.#systemNs) / 1_000
  }

  /** Undefined where Postgres runs on another machine. */
  get postgresUs(): number | undefined {
    return this.#postgres === undefined ? undefined : Number(this.#postgresNs) / 1_000
  }
}
