import type { Bench } from '../bench.ts'
import { atLeast, type Figure, type RowOutcome } from '../figure.ts'
import { kneeOf, type LadderStep } from '../knee.ts'
import { openPaymentLoads } from '../payment-load.ts'
import type { BenchRow } from '../row.ts'

/** Rising rates on one system until it no longer follows. */
const ratesPerSecond = [500, 1_000, 2_000, 3_000, 4_500, 6_000, 9_000, 12_000] as const
const defaultSeconds = 10
const warmUp = { paymentsPerSecond: 1_000, seconds: 5 } as const
const connections = 2_000

export const ladder: BenchRow = {
  name: 'ladder',
  title: `Payments, open loop, 500/s to 12,000/s, ${defaultSeconds} s each`,
  optional: true,
  onServices: true,
  measure,
}

async function measure(bench: Bench): Promise<RowOutcome> {
  await using loads = await openPaymentLoads(bench)
  const seconds = bench.options.seconds ?? defaultSeconds
  await loads.run({ ...warmUp, connections })
  const steps: (LadderStep & { readonly figures: Figure[] })[] = []
  for (const paymentsPerSecond of ratesPerSecond) {
    bench.say(`ladder: ${seconds} s at ${paymentsPerSecond}/s`)
    const facts = await loads.run({ paymentsPerSecond, connections, seconds })
    const { result, latency, counted, cores } = facts
    const step = {
      paymentsPerSecond,
      acceptedShare: result.acknowledged / result.journeysOffered,
      latencyMsP99: latency?.p99 ?? Infinity,
    }
    const at = (what: string) => `${paymentsPerSecond}/s: ${what}`
    const figures = [
      { what: at('accepted'), value: facts.acceptedPerSecond, unit: '/s' },
      { what: at('shed'), value: counted.shed, unit: '' },
      { what: at('latency p50'), value: latency?.p50, unit: 'ms' },
      { what: at('latency p99'), value: latency?.p99, unit: 'ms' },
      { what: at('payments in one batch'), value: counted.batched / counted.batches, unit: '1' },
      { what: at('system'), value: cores.parts.system, unit: 'cores' },
      { what: at('Postgres'), value: cores.parts.postgres, unit: 'cores' },
      { what: at('Kafka'), value: cores.parts.kafka, unit: 'cores' },
      { what: at('generator'), value: cores.parts.generator, unit: 'cores' },
    ]
    steps.push({ ...step, figures })
  }
  const knee = kneeOf(steps)
  return {
    kind: 'measured',
    figures: [
      { what: 'knee', value: knee?.paymentsPerSecond ?? 0, unit: '/s', target: atLeast(9_000) },
      ...steps.flatMap((step) => step.figures),
    ],
    remarks: [
      'The knee is the last rate of which 99 % are accepted and whose p99 is below 150 ms',
      `${seconds} s for each rate, ${connections} connections, one system for all`,
    ],
  }
}
