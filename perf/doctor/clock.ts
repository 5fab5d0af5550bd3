import { readProc } from '../probes/process-tree.ts'

/** The clock that latencies are read from. */
export interface ClockFacts {
  /** The kernel's clock source, e.g. `tsc`; undefined where the kernel does not say. */
  readonly source: string | undefined
  /** Smallest step seen between two readings that differ. */
  readonly resolutionNs: number
  /** What one reading costs, its share of the loop included. */
  readonly readingNs: number
}

const readings = 20_000
const sourceFile = '/sys/devices/system/clocksource/clocksource0/current_clocksource'

export function probeClock(): ClockFacts {
  return { source: readProc(sourceFile)?.trim(), ...measure() }
}

function measure(): Pick<ClockFacts, 'resolutionNs' | 'readingNs'> {
  const first = process.hrtime.bigint()
  let last = first
  let smallest = 0n
  for (let index = 0; index < readings; index += 1) {
    const now = process.hrtime.bigint()
    const stepNs = now - last
    if (stepNs > 0n && (smallest === 0n || stepNs < smallest)) smallest = stepNs
    last = now
  }
  return { resolutionNs: Number(smallest), readingNs: Number(last - first) / readings }
}
