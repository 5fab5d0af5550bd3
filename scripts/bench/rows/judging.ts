import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { below, type Figure, type RowOutcome } from '../figure.ts'
import type { BenchRow } from '../row.ts'

export interface JudgingSize {
  readonly what: 'run' | 'nights'
  /** Scenarios, or series. */
  readonly across: number
  /** Metrics of a scenario; 1 for series. */
  readonly down: number
  /** Generations, or nights. */
  readonly deep: number
}

export interface JudgingCost {
  readonly durationMs: number
  /** Of all threads; what others do on the machine does not count. */
  readonly cpuMs: number
  /** Of the whole process, at its largest. */
  readonly rssBytes: number
  readonly found: number
}

const run: JudgingSize = { what: 'run', across: 50, down: 20, deep: 24 }
const nights: JudgingSize = { what: 'nights', across: 500, down: 1, deep: 3_650 }
const megabyte = 1e6

/** The judge alone, once and cold, as it is at the end of a run. */
export const judging: BenchRow = {
  name: 'judging',
  title: 'Judging a run of 50 scenarios, and ten years of nights',
  measure,
}

async function measure(): Promise<RowOutcome> {
  return {
    kind: 'measured',
    figures: [
      ...(await figuresOf('50 scenarios x 20 metrics x 24 generations', run)),
      ...(await figuresOf('change points in 500 series of 3,650 nights', nights)),
    ],
    remarks: ['Each in a process of its own, its start not counted, memory that of the process'],
  }
}

const execute = promisify(execFile)
const program = fileURLToPath(new URL('judging-alone.ts', import.meta.url))

async function figuresOf(what: string, size: JudgingSize): Promise<Figure[]> {
  const { stdout } = await execute(process.execPath, [program, JSON.stringify(size)])
  const { durationMs, cpuMs, rssBytes } = JSON.parse(stdout) as JudgingCost
  return [
    { what, value: durationMs, unit: 'ms', target: below(2_000) },
    { what: `${what}, CPU`, value: cpuMs, unit: 'ms' },
    { what: `${what}, memory`, value: rssBytes, unit: 'bytes', target: below(200 * megabyte) },
  ]
}
