import { join } from 'node:path'
import { ClosedTogether } from '../../lifecycle/closed-together.ts'
import type { LoadGenerator } from '../../load/load.ts'
import type { ArmName } from '../../result/document.ts'
import type { Session } from '../../session/session.ts'
import { cloneDatabase, databaseUrl, dropDatabase } from '../../target/databases.ts'
import { startSystem, type SystemLaunch, type SystemProcess } from '../../target/system-process.ts'
import type { Workbench } from '../workbench.ts'
import { blamedSystem, blaming } from './blame.ts'
import { bothSettled } from './both-arms.ts'
import type { ArmOrder, GenerationPlan } from './coin.ts'

/** One arm's running system with what is its own: a database, a namespace in Redis and Kafka. */
export interface Station {
  readonly arm: ArmName
  readonly armFolder: string
  readonly system: SystemProcess
  readonly database: string
  readonly databaseUrl: string
  readonly namespace: string
  /** Loads it in place of the workbench's own, which serves one load at a time. */
  readonly generator?: LoadGenerator
}

/** Both stations of one generation: fresh processes on fresh clones. */
export interface Pair extends AsyncDisposable {
  readonly base: Station
  readonly head: Station
}

export async function startPair(bench: Workbench, plan: GenerationPlan): Promise<Pair> {
  await using opening = new AsyncDisposableStack()
  const plans = planStations(bench, plan)
  for (const arm of plan.cloneOrder) await cloneFor(bench, plans[arm], opening)
  const systems = opening.use(new ClosedTogether())
  const stations = await bootStations(bench, plan.bootOrder, plans, systems)
  const kept = opening.move()
  return { ...stations, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

export interface StationOptions {
  /** Two stations at the same time have different ones. */
  readonly slot?: 0 | 1
  readonly how?: SystemLaunch
}

/** One arm alone, for the passes that count or look inside. */
export async function startStation(
  bench: Workbench,
  arm: ArmName,
  label: string,
  { slot = 0, how }: StationOptions = {},
): Promise<Station & AsyncDisposable> {
  await using opening = new AsyncDisposableStack()
  const plan = planStation(bench, arm, slot, label)
  await cloneFor(bench, plan, opening)
  const systems = opening.use(new ClosedTogether())
  const station = await bootStation(bench, plan, systems, how)
  const kept = opening.move()
  return { ...station, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/**
 * Names have equal length in both slots, because the length of a name has been seen to cost time.
 */
interface StationPlan {
  readonly arm: ArmName
  readonly slot: 0 | 1
  readonly template: string
  readonly database: string
  readonly namespace: string
}

function planStation(bench: Workbench, arm: ArmName, slot: 0 | 1, label: string): StationPlan {
  const name = `${shortRunId(bench.session)}_${label}_${slot}`
  return {
    arm,
    slot,
    template: bench.session.arms[arm].templateDatabase,
    database: `plumbline_${name}`,
    namespace: `plumbline-${name}-`,
  }
}

/** The random part of the run id: enough to tell two runs on one server apart. */
export function shortRunId(session: Session): string {
  return session.runId.slice(-8)
}

function planStations(bench: Workbench, plan: GenerationPlan): Record<ArmName, StationPlan> {
  const label = `g${plan.index}`
  return {
    base: planStation(bench, 'base', plan.slots.base, label),
    head: planStation(bench, 'head', plan.slots.head, label),
  }
}

async function cloneFor(
  bench: Workbench,
  plan: StationPlan,
  opening: AsyncDisposableStack,
): Promise<void> {
  const { services } = bench.session
  if (services.provider === 'external') recordExternal(bench, plan)
  opening.defer(() => clearRedis(bench, plan.namespace))
  opening.defer(() => clearKafka(bench, plan.namespace))
  await cloneDatabase(bench.postgres, plan.template, plan.database)
  opening.defer(() => dropDatabase(bench.postgres, plan.database))
}

/** Services that outlive the run must not keep what a killed run left in them. */
function recordExternal(bench: Workbench, plan: StationPlan): void {
  const { services } = bench.session
  bench.ledger.recordDatabase(services.postgresAdminUrl, plan.database)
  bench.ledger.recordDatabase(`kafka://${services.kafkaBrokers.join(',')}`, plan.namespace)
  bench.ledger.recordDatabase(`${services.redisUrl}/${plan.slot}`, plan.namespace)
}

async function bootStations(
  bench: Workbench,
  order: ArmOrder,
  plans: Readonly<Record<ArmName, StationPlan>>,
  systems: ClosedTogether,
): Promise<Record<ArmName, Station>> {
  const [first, second] = order
  const earlier = bootStation(bench, plans[first], systems, compiledOnce(bench, first))
  const later = bootStation(bench, plans[second], systems, compiledOnce(bench, second))
  const booted = await bothSettled(earlier, later)
  return order[0] === 'base'
    ? { base: booted[0], head: booted[1] }
    : { base: booted[1], head: booted[0] }
}

/** Half of a start is the reading and compiling of source text, the same in every generation. */
function compiledOnce(bench: Workbench, arm: ArmName): SystemLaunch {
  return { env: { NODE_COMPILE_CACHE: join(bench.ledger.folder, 'compiled', arm) } }
}

async function bootStation(
  bench: Workbench,
  plan: StationPlan,
  systems: ClosedTogether,
  how?: SystemLaunch,
): Promise<Station> {
  const { services, arms } = bench.session
  const url = databaseUrl(services.postgresAdminUrl, plan.database)
  const { arm, database, namespace } = plan
  const starting = startSystem({
    armName: arm,
    armFolder: arms[arm].folder,
    ledger: bench.ledger,
    address: {
      host: '127.0.0.1',
      port: bench.ports[plan.slot],
      databaseUrl: url,
      redisUrl: `${services.redisUrl}/${plan.slot}`,
      kafkaBrokers: services.kafkaBrokers,
      namespace,
      token: bench.token,
    },
    ...(how === undefined ? {} : { how }),
  })
  const system = blamedSystem(arm, await blaming(arm, starting))
  systems.add(system)
  return { arm, armFolder: arms[arm].folder, system, database, databaseUrl: url, namespace }
}

async function clearKafka(bench: Workbench, namespace: string): Promise<void> {
  const topics = (await bench.kafka.listTopics()).filter((topic) => topic.startsWith(namespace))
  if (topics.length > 0) await bench.kafka.deleteTopics({ topics })
}

const scanCount = 1_000

/** By prefix only: the server may be shared, so nothing is ever flushed. */
async function clearRedis(bench: Workbench, namespace: string): Promise<void> {
  for (const index of [0, 1]) {
    await bench.redis.select(index)
    const scan = bench.redis.scanStream({ match: `${namespace}*`, count: scanCount })
    for await (const keys of scan) {
      if ((keys as string[]).length > 0) await bench.redis.unlink(...(keys as string[]))
    }
  }
}
