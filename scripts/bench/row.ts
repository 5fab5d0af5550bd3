import type { Bench } from './bench.ts'
import type { RowOutcome } from './figure.ts'
import type { Setting } from './setting.ts'

/** One row of the benchmark: a promise of the project and the measurement that it stands on. */
export interface BenchRow {
  /** On the command line and in the marker of its section. */
  readonly name: string
  readonly title: string
  /** Runs only when `--row` names it. */
  readonly optional?: true
  /** Its figures were made on the services that rows share. */
  readonly onServices?: true
  readonly measure: (bench: Bench) => Promise<RowOutcome>
}

export interface RowReport {
  readonly name: string
  readonly title: string
  readonly outcome: RowOutcome
  readonly setting: Setting
}
