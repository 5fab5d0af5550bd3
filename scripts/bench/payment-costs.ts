import { openInspector } from '../../perf/inspector/inspector.ts'
import { inspected } from '../../perf/inspector/launch.ts'
import { freePorts } from '../../perf/lifecycle/free-port.ts'
import { startLoadGenerator } from '../../perf/load/generator.ts'
import type { LoadGenerator, LoadShape } from '../../perf/load/load.ts'
import { medianOf } from '../../perf/measuring/kinds/summaries.ts'
import {
  readStatementTimes,
  type StatementTimes,
  timesBetween,
} from '../../perf/probes/postgres-statement-times.ts'
import { targetHeaders } from '../../perf/target/contract.ts'
import { withConnection } from '../../perf/target/databases.ts'
import { startSystem, type SystemProcess } from '../../perf/target/system-process.ts'
import { fileURLToPath } from 'node:url'
import type { Bench } from './bench.ts'
import { checkBooks } from './books.ts'
import { meterCores, type Part } from './core-meter.ts'
import { type FunctionTime, functionTimes } from './function-times.ts'
import { countsBetween, readPaymentCounts } from './payment-counts.ts'
import { pidsOf } from './payment-load.ts'
import { atFullRate, openPlace, type Place } from './stage.ts'
import { prepareTemplate } from './template.ts'

/**
 * CPU of a payment by part of the machine, of one checkout or of two in turns: both see the same
 * machine, and CPU time says more on a shared one than any rate does. The looks inside come after,
 * in a load of their own.
 */
export interface CostsRequest {
  /** Arms by name, in the order of the first round; every other round is the other way round. */
  readonly arms: Readonly<Record<string, string>>
  readonly load: CostLoad
  readonly rounds: number
  readonly seconds: number
  readonly profiled: boolean
}

export interface CostLoad {
  readonly journeyFile: string
  readonly shape: LoadShape
}

export interface ArmCosts {
  /** CPU in microseconds per payment, medians over rounds. */
  readonly usOf: Readonly<Record<Part, number>>
  readonly paymentsPerSecond: number
  readonly paymentsPerBatch: number
  /** Invariants that are not kept, in words. */
  readonly violated: readonly string[]
  /** Of the load that was watched. */
  readonly watched?: Watched
}

export interface Watched {
  readonly payments: number
  readonly functions: readonly FunctionTime[]
  readonly statements: ReadonlyMap<string, StatementTimes>
}

interface Round {
  readonly usOf: Readonly<Record<Part, number>>
  readonly paymentsPerSecond: number
  readonly paymentsPerBatch: number
}

export const costLoads = {
  bulk: (): CostLoad => ({
    journeyFile: fileURLToPath(new URL('bulk-journey.ts', import.meta.url)),
    shape: { kind: 'closed', connections: 4 },
  }),
  pay: (journeysPerSecond: number): CostLoad => ({
    journeyFile: fileURLToPath(new URL('pay-journey.ts', import.meta.url)),
    shape: { kind: 'open', journeysPerSecond, connections: 2_000 },
  }),
}

const requestTimeoutMs = 30_000
const warmUpRounds = 2
/** No two loads on one database share a key. */
const sequencesPerLoad = 1_000_000

export async function measurePaymentCosts(
  bench: Bench,
  request: CostsRequest,
): Promise<Readonly<Record<string, ArmCosts>>> {
  await using opened = new AsyncDisposableStack()
  const generator = opened.use(await startLoadGenerator({ ledger: bench.ledger }))
  const arms: Arm[] = []
  for (const [name, folder] of Object.entries(request.arms)) {
    arms.push(opened.use(await openArm(bench, generator, request, name, folder)))
  }
  const rounds = new Map(arms.map(({ name }) => [name, [] as Round[]]))
  for (let round = -warmUpRounds; round < request.rounds; round += 1) {
    for (const arm of round % 2 === 0 ? arms : arms.toReversed()) {
      const measured = await arm.round()
      if (round >= 0) rounds.get(arm.name)?.push(measured)
      bench.say(`${arm.name}, round ${round + 1} of ${request.rounds}: ${roundText(measured)}`)
    }
  }
  const costs: Record<string, ArmCosts> = {}
  for (const arm of arms) {
    const watched = request.profiled ? { watched: await arm.watch() } : {}
    const { violated } = await checkBooks(bench, arm.databaseUrl, ['payments', 'reporting'])
    costs[arm.name] = { ...summaryOf(rounds.get(arm.name) ?? []), violated, ...watched }
  }
  return costs
}

/** False when any arm's books are wrong: what it saves then is no saving. */
export const areBooksKept = (costs: Readonly<Record<string, Pick<ArmCosts, 'violated'>>>) =>
  Object.values(costs).every(({ violated }) => violated.length === 0)

interface Arm extends AsyncDisposable {
  readonly name: string
  readonly databaseUrl: string
  round(): Promise<Round>
  watch(): Promise<Watched>
}

async function openArm(
  bench: Bench,
  generator: LoadGenerator,
  { load, seconds, profiled }: CostsRequest,
  name: string,
  folder: string,
): Promise<Arm> {
  await using opening = new AsyncDisposableStack()
  const environment = await bench.environment()
  const template = await prepareTemplate(bench, environment, folder)
  const place = opening.use(await openPlace(bench, { folder, template }))
  const [port = 0] = await freePorts(1)
  const how = { ...atFullRate, ...(profiled && inspected(port)) }
  const system = opening.use(await startSystem({ ...place.request, armName: name, how }))
  const kept = opening.move()
  let loads = 0
  const run = (): Promise<Round> => {
    loads += 1
    return runRound({
      system,
      place,
      generator,
      load,
      seconds,
      firstSequence: loads * sequencesPerLoad,
    })
  }
  return {
    name,
    databaseUrl: place.address.databaseUrl,
    round: run,
    async watch() {
      await using inspector = await openInspector({ host: '127.0.0.1', port, pid: system.pid })
      return await watchLoad(place, system, inspector, run, folder)
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

async function watchLoad(
  place: Place,
  system: SystemProcess,
  inspector: Awaited<ReturnType<typeof openInspector>>,
  load: () => Promise<Round>,
  folder: string,
): Promise<Watched> {
  const { adminUrl } = place.environment.postgres
  const database = new URL(place.address.databaseUrl).pathname.slice(1)
  const readStatements = () =>
    withConnection(adminUrl, async (admin) => {
      await admin.query('create extension if not exists pg_stat_statements')
      return readStatementTimes(admin, database)
    })
  const counts = await readPaymentCounts(system.client)
  const before = await readStatements()
  await inspector.startCpuProfile(profileIntervalUs)
  await load()
  const profile = await inspector.stopCpuProfile()
  const { accepted } = countsBetween(counts, await readPaymentCounts(system.client))
  return {
    payments: accepted,
    functions: functionTimes(profile, folder),
    statements: timesBetween(before, await readStatements()),
  }
}

const profileIntervalUs = 250

interface RoundRequest {
  readonly system: SystemProcess
  readonly place: Place
  readonly generator: LoadGenerator
  readonly load: CostLoad
  readonly seconds: number
  readonly firstSequence: number
}

async function runRound(round: RoundRequest): Promise<Round> {
  const { system, place, generator, load, seconds, firstSequence } = round
  const before = await readPaymentCounts(system.client)
  const { value: result, cores } = await meterCores(
    pidsOf({ system, place, [Symbol.asyncDispose]: async () => {} }, generator),
    async () => {
      const done = await system.guard(
        generator.run({
          scenarioFile: load.journeyFile,
          baseUrl: system.client.baseUrl,
          headers: targetHeaders(place.address.token),
          shape: load.shape,
          durationMs: seconds * 1_000,
          requestTimeoutMs,
          seed: 1,
          firstSequence,
        }),
      )
      await system.quiesce()
      return done
    },
  )
  const counted = countsBetween(before, await readPaymentCounts(system.client))
  const perPayment = ([part, used]: [string, number | undefined]) => [
    part,
    ((used ?? 0) * cores.wallMs * 1_000) / counted.accepted,
  ]
  return {
    usOf: Object.fromEntries(Object.entries(cores.parts).map(perPayment)) as Round['usOf'],
    paymentsPerSecond: (counted.accepted / result.durationMs) * 1_000,
    paymentsPerBatch: counted.batched / counted.batches,
  }
}

function summaryOf(rounds: readonly Round[]): Round {
  const median = (what: string, of: (round: Round) => number) => medianOf(what, rounds.map(of))
  const parts = Object.keys(rounds[0]?.usOf ?? {}) as Part[]
  return {
    usOf: Object.fromEntries(
      parts.map((part) => [part, median(part, ({ usOf }) => usOf[part])]),
    ) as Round['usOf'],
    paymentsPerSecond: median('payments per second', (round) => round.paymentsPerSecond),
    paymentsPerBatch: median('payments per batch', (round) => round.paymentsPerBatch),
  }
}

function roundText({ usOf, paymentsPerSecond, paymentsPerBatch }: Round): string {
  const parts = Object.entries(usOf).map(([part, us]) => `${part} ${us.toFixed(1)}`)
  return `${paymentsPerSecond.toFixed(0)}/s by ${paymentsPerBatch.toFixed(0)}, us: ${parts.join(', ')}`
}
