import { fileURLToPath } from 'node:url'
import { startLoadGenerator } from '../../../perf/load/generator.ts'
import { latencyOf } from '../../../perf/load/merge.ts'
import { rssBytesPeak } from '../../../perf/probes/memory.ts'
import { targetHeaders } from '../../../perf/target/contract.ts'
import type { Bench } from '../bench.ts'
import { checkBooks } from '../books.ts'
import { paymentsPerBulk } from '../bulk-journey.ts'
import { meterCores } from '../core-meter.ts'
import { atLeast, atMost, type RowOutcome } from '../figure.ts'
import { countsBetween, readPaymentCounts } from '../payment-counts.ts'
import { pidsOf } from '../payment-load.ts'
import type { BenchRow } from '../row.ts'
import { atFullRate, openStage } from '../stage.ts'

/** As many payments as a few clients can hand in by the thousand. */
const connections = 4
const seconds = 20
const warmUpSeconds = 5
const requestTimeoutMs = 30_000
const journeyFile = fileURLToPath(new URL('../bulk-journey.ts', import.meta.url))

export const bulk: BenchRow = {
  name: 'bulk',
  title: `Bulks of ${paymentsPerBulk} payments, ${connections} clients, closed loop, ${seconds} s`,
  onServices: true,
  measure,
}

async function measure(bench: Bench): Promise<RowOutcome> {
  await using stage = await openStage(bench, atFullRate)
  await using generator = await startLoadGenerator({ ledger: bench.ledger })
  const { system, place } = stage
  const load = (firstSequence: number, durationSeconds: number) =>
    system.guard(
      generator.run({
        scenarioFile: journeyFile,
        baseUrl: system.client.baseUrl,
        headers: targetHeaders(place.address.token),
        shape: { kind: 'closed', connections },
        durationMs: durationSeconds * 1_000,
        requestTimeoutMs,
        seed: 1,
        firstSequence,
      }),
    )
  await load(1_000_000, warmUpSeconds)
  await system.quiesce()
  const before = await readPaymentCounts(system.client)
  const { value: result, cores } = await meterCores(pidsOf(stage, generator), () =>
    load(2_000_000, bench.options.seconds ?? seconds),
  )
  await system.quiesce()
  const counted = countsBetween(before, await readPaymentCounts(system.client))
  const books = await checkBooks(bench, place.address.databaseUrl, ['payments', 'reporting'])
  const latency = result.steps['bulk']
  const cpuUsEach = (part: number | undefined) =>
    part === undefined ? undefined : (part * cores.wallMs * 1_000) / counted.accepted
  const perSecond = (counted.accepted / result.durationMs) * 1_000
  return {
    kind: 'measured',
    figures: [
      { what: 'payments', value: perSecond, unit: '/s', target: atLeast(25_000) },
      {
        what: 'latency of a bulk, p50',
        value: latency === undefined ? undefined : latencyOf(latency)?.p50,
        unit: 'ms',
      },
      {
        what: 'handed in but not accepted',
        value: result.journeysOffered * paymentsPerBulk - counted.accepted,
        unit: '',
        target: atMost(0),
      },
      {
        what: `invariants violated, of ${books.checked}`,
        value: books.violated.length,
        unit: '',
        target: atMost(0),
      },
      { what: 'system memory, peak', value: rssBytesPeak(system.pid), unit: 'bytes' },
      { what: 'generator', value: cores.parts.generator, unit: 'cores' },
      { what: 'system', value: cores.parts.system, unit: 'cores' },
      { what: 'Postgres', value: cores.parts.postgres, unit: 'cores' },
      { what: 'system CPU per payment', value: cpuUsEach(cores.parts.system), unit: 'us' },
      { what: 'Postgres CPU per payment', value: cpuUsEach(cores.parts.postgres), unit: 'us' },
      { what: 'payments in one batch, mean', value: counted.batched / counted.batches, unit: '1' },
    ],
    remarks: books.violated,
  }
}
