import { realpathSync } from 'node:fs'
import type { SampledProfile } from '../../explain/evidence/sampled-profile.ts'
import type { SampledHeap } from '../../explain/evidence/retained.ts'
import type { InnerWaits } from '../../explain/evidence/waits.ts'
import { openInspector } from '../../inspector/inspector.ts'
import { inspected } from '../../inspector/launch.ts'
import { connectProtocol } from '../../inspector/protocol-connection.ts'
import { explainStatements } from '../../probes/postgres-plans.ts'
import { readSchema, type SchemaObject } from '../../probes/postgres-schema.ts'
import {
  readStatementTimes,
  type StatementTimes,
  timesBetween,
} from '../../probes/postgres-statement-times.ts'
import { onCpuShare, readMainThreadTime } from '../../probes/thread-time.ts'
import type { ArmName } from '../../result/document.ts'
import { withConnection } from '../../target/databases.ts'
import { freePorts } from '../../lifecycle/free-port.ts'
import { type Station, startStation } from '../generation/pair.ts'
import type { KindMeasure } from '../kinds/kind.ts'
import type { Workbench } from '../workbench.ts'
import type { CoveredScript } from './profile-source.ts'
import { endInnerWaits, startInnerWaits } from './profile-waits.ts'
import { watchDuring, type Watched } from './profile-watch.ts'

/** One fresh process of one arm, seen from inside over a stretch of load. */
export interface Inspection {
  readonly arm: ArmName
  readonly armFolder: string
  readonly operations: number
  readonly profile: SampledProfile
  readonly onCpuShare: number
  readonly heap: SampledHeap
  readonly covered: readonly CoveredScript[]
  readonly waits: InnerWaits
  readonly watched: Watched
  readonly statements: ReadonlyMap<string, StatementTimes>
  readonly plans: ReadonlyMap<string, string>
  readonly schema: readonly SchemaObject[]
}

export type UnderLoad = NonNullable<KindMeasure['underLoad']>

export const inspectionLimits = {
  warmUpSeconds: 1.5,
  seconds: 3.5,
  samplingUs: 250,
  heapBytes: 32_768,
}

/** Not the ports of the arms themselves, which are free until they boot. */
const portsApart = 200

export async function inspect(
  bench: Workbench,
  arm: ArmName,
  label: string,
  underLoad: UnderLoad,
): Promise<Inspection> {
  const [port = 0] = await freePorts(1, (bench.session.seed % 10_000) + portsApart)
  await using station = await startStation(bench, arm, label, { how: inspected(port) })
  await underLoad(station, inspectionLimits.warmUpSeconds)
  // As at the barrier of a generation: plans by the same statistics as where the regression was
  // seen.
  await withConnection(station.databaseUrl, (client) => client.query('analyze'))
  const address = { host: '127.0.0.1', port }
  const seen = await underInspection(bench, station, address, underLoad)
  const texts = [...seen.statements.keys()]
  const database = await withConnection(station.databaseUrl, async (client) => ({
    schema: await readSchema(client),
    plans: await explainStatements(client, texts),
  }))
  // As the engine names the arm's files.
  return { arm, armFolder: realpathSync(station.armFolder), ...seen, ...database }
}

async function underInspection(
  bench: Workbench,
  station: Station,
  address: { readonly host: string; readonly port: number },
  underLoad: UnderLoad,
): Promise<Omit<Inspection, 'arm' | 'armFolder' | 'plans' | 'schema'>> {
  await using inspector = await openInspector({ ...address, pid: station.system.pid })
  await using protocol = await connectProtocol(address)
  const { samplingUs, heapBytes, seconds } = inspectionLimits
  await protocol.call('HeapProfiler.startSampling', { samplingInterval: heapBytes })
  await inspector.evaluate(startInnerWaits)
  const before = {
    statements: await readStatementTimes(bench.postgres, station.database),
    thread: readMainThreadTime(station.system.pid),
  }
  const { value, watched } = await watchDuring(bench, station, async () => {
    await inspector.startCpuProfile(samplingUs)
    const { operations } = await underLoad(station, seconds)
    return { operations, profile: await inspector.stopCpuProfile() }
  })
  const thread = readMainThreadTime(station.system.pid)
  const waits = (await inspector.evaluate(endInnerWaits)) as InnerWaits
  const after = await readStatementTimes(bench.postgres, station.database)
  // What is still there after a collection is held by something.
  await protocol.call('HeapProfiler.collectGarbage')
  const heap = (await protocol.call('HeapProfiler.stopSampling')) as { profile: SampledHeap }
  await protocol.call('Profiler.enable')
  const coverage = (await protocol.call('Profiler.getBestEffortCoverage')) as {
    result: CoveredScript[]
  }
  return {
    ...value,
    onCpuShare: onCpuShare(before.thread, thread),
    heap: heap.profile,
    covered: coverage.result,
    waits,
    watched,
    statements: timesBetween(before.statements, after),
  }
}
