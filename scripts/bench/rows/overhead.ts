import { measureOverhead } from '../../../perf/load/overhead.ts'
import type { Bench } from '../bench.ts'
import { atMost, type RowOutcome } from '../figure.ts'
import type { BenchRow } from '../row.ts'

/** The generator alone, against a server that does nothing. */
const requestsPerSecond = 3_000
const connections = 500
const defaultSeconds = 20

export const overhead: BenchRow = {
  name: 'overhead',
  title: 'The generator alone, 3,000 requests/s against a server without work',
  measure,
}

async function measure(bench: Bench): Promise<RowOutcome> {
  const seconds = bench.options.seconds ?? defaultSeconds
  const durationMs = seconds * 1_000
  const { ledger } = bench
  const cost = await measureOverhead({ ledger, requestsPerSecond, connections, durationMs })
  return {
    kind: 'measured',
    figures: [
      { what: 'requests', value: cost.requestsPerSecond, unit: '/s' },
      { what: 'generator', value: cost.cores, unit: 'cores', target: atMost(0.4) },
      { what: 'CPU per request', value: cost.cpuUsPerRequest, unit: 'us' },
      { what: 'generator memory', value: cost.rssBytes, unit: 'bytes' },
      { what: 'dispatched late, p99', value: cost.dispatchLagMsP99, unit: 'ms' },
      { what: 'latency p50', value: cost.latency?.p50, unit: 'ms' },
      { what: 'latency p99', value: cost.latency?.p99, unit: 'ms' },
    ],
    remarks: [`${seconds} s, ${connections} connections, three requests to a journey`],
    ...(cost.saturated === undefined ? {} : { invalid: cost.saturated }),
  }
}
