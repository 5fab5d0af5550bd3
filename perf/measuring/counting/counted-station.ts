import { openInspector, type Inspector } from '../../inspector/inspector.ts'
import { countedFromBoot } from '../../inspector/launch.ts'
import type { LoadGenerator } from '../../load/load.ts'
import type { ArmName } from '../../result/document.ts'
import { freePorts } from '../../lifecycle/free-port.ts'
import { bothSettled } from '../generation/both-arms.ts'
import type { ArmOrder } from '../generation/coin.ts'
import { type Station, startStation } from '../generation/pair.ts'
import type { Workbench } from '../workbench.ts'

/** A station whose process is looked into while it works; both arms have one at the same time. */
export interface CountedStation extends Station {
  readonly inspector: Inspector
  /** What tells its Redis commands from the other arm's. */
  readonly redisIndex: number
}

export type CountedStations = Readonly<Record<ArmName, CountedStation>> & AsyncDisposable

export interface CountedStationsRequest {
  readonly bench: Workbench
  readonly label: string
  /** The first gets the first slot, and the workbench's own generator. */
  readonly order: ArmOrder
  /** Serves the second, so that both can be loaded at the same time. */
  readonly secondGenerator: LoadGenerator
}

export async function startCountedStations(
  request: CountedStationsRequest,
): Promise<CountedStations> {
  await using opening = new AsyncDisposableStack()
  const { order } = request
  const ports = await freePorts(2)
  const [first, second] = order
  const [earlier, later] = await bothSettled(
    startCounted(request, first, 0, ports[0] ?? 0, opening),
    startCounted(request, second, 1, ports[1] ?? 0, opening),
  )
  const kept = opening.move()
  const of = (arm: ArmName) => (arm === first ? earlier : later)
  return { base: of('base'), head: of('head'), [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

async function startCounted(
  { bench, label, secondGenerator }: CountedStationsRequest,
  arm: ArmName,
  slot: 0 | 1,
  port: number,
  opening: AsyncDisposableStack,
): Promise<CountedStation> {
  const how = countedFromBoot(port)
  const station = opening.use(await startStation(bench, arm, `${label}${arm[0]}`, { slot, how }))
  const { pid } = station.system
  const inspector = opening.use(await openInspector({ host: '127.0.0.1', port, pid }))
  const generator = slot === 0 ? bench.generator : secondGenerator
  return { ...station, generator, inspector, redisIndex: slot }
}
