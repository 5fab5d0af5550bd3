import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startLoadGenerator } from '../../perf/load/generator.ts'
import type { LoadGenerator, LoadResult } from '../../perf/load/load.ts'
import { type LatencyMs, latencyOf } from '../../perf/load/merge.ts'
import { rssBytesPeak } from '../../perf/probes/memory.ts'
import { targetHeaders } from '../../perf/target/contract.ts'
import type { Bench } from './bench.ts'
import { type CoresUsed, meterCores } from './core-meter.ts'
import { countsBetween, type PaymentCounts, readPaymentCounts } from './payment-counts.ts'
import { openStage, type Stage } from './stage.ts'

/** Open loads of payments on one system, with everything that can be read around them. */
export interface PaymentLoads extends AsyncDisposable {
  readonly stage: Stage
  run(load: PaymentLoad): Promise<PaymentLoadFacts>
  /** Every payment that the generator was told is settled, in all loads so far. */
  acknowledged(): Promise<string[]>
}

export interface PaymentLoad {
  readonly paymentsPerSecond: number
  readonly connections: number
  readonly seconds: number
}

export interface PaymentLoadFacts {
  /** By the schedule, which goes on while answers are late. */
  readonly offeredPerSecond: number
  /** Until the last answer, however late. */
  readonly acceptedPerSecond: number
  readonly result: LoadResult
  readonly latency: LatencyMs | undefined
  readonly cores: CoresUsed
  /** The system's own count of the same payments. */
  readonly counted: PaymentCounts
  /** Highest since the system began. */
  readonly rssBytesPeak: number | undefined
}

const journeyFile = fileURLToPath(new URL('./pay-journey.ts', import.meta.url))
const requestTimeoutMs = 10_000
const seed = 1
/** No two loads on one database share a key. */
const sequencesPerLoad = 10_000_000

export async function openPaymentLoads(bench: Bench): Promise<PaymentLoads> {
  await using opening = new AsyncDisposableStack()
  const stage = opening.use(await openStage(bench))
  const generator = opening.use(await startLoadGenerator({ ledger: bench.ledger }))
  const acknowledgedFile = join(bench.ledger.folder, `acknowledged-${stage.system.pid}`)
  let loads = 0
  const kept = opening.move()
  return {
    stage,
    run(load) {
      loads += 1
      const firstSequence = loads * sequencesPerLoad
      return runLoad(stage, generator, { ...load, firstSequence, acknowledgedFile })
    },
    async acknowledged() {
      const text = await readFile(acknowledgedFile, 'utf8')
      return text.split('\n').filter((line) => line !== '')
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

async function runLoad(
  stage: Stage,
  generator: LoadGenerator,
  load: PaymentLoad & { readonly firstSequence: number; readonly acknowledgedFile: string },
): Promise<PaymentLoadFacts> {
  const { system, place } = stage
  const before = await readPaymentCounts(system.client)
  const request = {
    scenarioFile: journeyFile,
    baseUrl: system.client.baseUrl,
    headers: targetHeaders(place.address.token),
    shape: {
      kind: 'open',
      journeysPerSecond: load.paymentsPerSecond,
      connections: load.connections,
    },
    durationMs: load.seconds * 1_000,
    requestTimeoutMs,
    seed,
    firstSequence: load.firstSequence,
    acknowledgedFile: load.acknowledgedFile,
  } as const
  const { value: result, cores } = await meterCores(pidsOf(stage, generator), () =>
    system.guard(generator.run(request)),
  )
  await system.quiesce()
  const pay = result.steps['pay']
  return {
    result,
    offeredPerSecond: result.journeysOffered / load.seconds,
    acceptedPerSecond: (result.acknowledged / result.durationMs) * 1_000,
    latency: pay === undefined ? undefined : latencyOf(pay),
    cores,
    counted: countsBetween(before, await readPaymentCounts(system.client)),
    rssBytesPeak: rssBytesPeak(system.pid),
  }
}

export function pidsOf({ system, place }: Stage, generator: LoadGenerator) {
  const { postgres, kafka, redis } = place.environment
  return {
    system: system.pid,
    postgres: postgres.rootPid,
    kafka: kafka.rootPid,
    redis: redis.rootPid,
    generator: generator.pid,
  }
}
