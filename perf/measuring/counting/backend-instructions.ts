import { installCountingServer } from '../../instructions/counting-server.ts'
import type { ArmIntervals } from '../../instructions/function-instructions.ts'
import { nativeLaunch, switchesOf } from '../../instructions/node-under-callgrind.ts'
import { CountedBackends } from '../../instructions/postgres-under-callgrind.ts'
import type { ArmName } from '../../result/document.ts'
import type { TargetAddress } from '../../target/contract.ts'
import {
  createDatabase,
  databaseUrl,
  freezeMaintenance,
  withConnection,
} from '../../target/databases.ts'
import { runSystemCommand, startSystem } from '../../target/system-process.ts'
import { bothArms } from '../generation/both-arms.ts'
import { shortRunId, type Station } from '../generation/pair.ts'
import type { SerialWork } from '../kinds/kind.ts'
import type { Workbench } from '../workbench.ts'
import {
  countIntervals,
  type InstructionArm,
  settled,
  withPauses,
} from './instruction-intervals.ts'

export interface CountedArmsOfPostgres {
  readonly backends: Readonly<Record<ArmName, ArmIntervals>>
  /** Node's switches as each arm's system had them in the end. */
  readonly switches: Readonly<Record<ArmName, readonly string[]>>
  readonly postgres: string
}

/**
 * Both arms' backends under callgrind; the systems run at full speed and leave their compiled code
 * behind.
 */
export async function countBackends(
  bench: Workbench,
  scenario: string,
  work: SerialWork,
  arms: Readonly<Record<ArmName, InstructionArm>>,
): Promise<CountedArmsOfPostgres> {
  using server = await installCountingServer(bench.ledger, `counting-${scenario}`)
  const addressOf = (arm: ArmName, adminUrl: string) =>
    addressOn(bench, scenario, arms[arm], adminUrl)
  await server.natively(({ adminUrl }) =>
    bothArms((arm) => fill(bench, arms[arm], adminUrl, addressOf(arm, adminUrl))),
  )
  await using counting = await server.counted()
  const results = await bothArms((arm) =>
    withConnection(counting.adminUrl, async (admin) => {
      const address = addressOf(arm, counting.adminUrl)
      await using station = await startNative(bench, arms[arm], address)
      const counted = new CountedBackends(admin, station.database, server.dumpFolder)
      const switches = switchesOf(station.system.pid)
      await work.run(withPauses(station), settled(work), 0)
      await station.system.quiesce()
      return { switches, intervals: await countIntervals(station, work, counted) }
    }),
  )
  return {
    backends: { base: results.base.intervals, head: results.head.intervals },
    switches: { base: results.base.switches, head: results.head.switches },
    postgres: counting.version,
  }
}

function addressOn(
  bench: Workbench,
  scenario: string,
  { arm, slot }: InstructionArm,
  adminUrl: string,
): TargetAddress {
  const { services } = bench.session
  const name = `${shortRunId(bench.session)}_i${scenario.slice(0, 2)}p${arm[0]}`
  return {
    host: '127.0.0.1',
    port: bench.ports[slot],
    databaseUrl: databaseUrl(adminUrl, `plumbline_${name}`),
    redisUrl: `${services.redisUrl}/${slot}`,
    kafkaBrokers: services.kafkaBrokers,
    namespace: `plumbline-${name}-`,
    token: bench.token,
  }
}

/** The arm migrates and seeds, as it did for its template on the run's own server. */
async function fill(
  bench: Workbench,
  { arm, folder }: InstructionArm,
  adminUrl: string,
  address: TargetAddress,
): Promise<void> {
  const database = databaseOf(address)
  await withConnection(adminUrl, (admin) => createDatabase(admin, database))
  const request = { armName: arm, armFolder: folder, address, ledger: bench.ledger }
  for (const command of ['migrate', 'seed'] as const) await runSystemCommand(request, command)
  await freezeMaintenance(adminUrl, database)
}

function databaseOf(address: TargetAddress): string {
  return new URL(address.databaseUrl).pathname.slice(1)
}

/**
 * The database goes with its server; topics and keys with the run's services, or with the ledger.
 */
async function startNative(
  bench: Workbench,
  { arm, folder, workFolder, generator, slot }: InstructionArm,
  address: TargetAddress,
): Promise<Station & AsyncDisposable> {
  const { services } = bench.session
  if (services.provider === 'external') {
    const brokers = services.kafkaBrokers.join(',')
    bench.ledger.recordDatabase(`kafka://${brokers}`, address.namespace)
    bench.ledger.recordDatabase(`${services.redisUrl}/${slot}`, address.namespace)
  }
  const how = nativeLaunch(workFolder)
  const system = await startSystem({
    armName: arm,
    armFolder: folder,
    address,
    ledger: bench.ledger,
    how,
  })
  const { databaseUrl: url, namespace } = address
  const database = databaseOf(address)
  return {
    arm,
    armFolder: folder,
    system,
    database,
    databaseUrl: url,
    namespace,
    generator,
    [Symbol.asyncDispose]: () => system[Symbol.asyncDispose](),
  }
}
