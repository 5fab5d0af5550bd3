import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runToEnd } from '../../perf/lifecycle/run-to-end.ts'
import { medianOf } from '../../perf/measuring/kinds/summaries.ts'
import { target } from '../../perf/target/contract.ts'
import { heapFlags } from '../../system/heap-flags.ts'
import type { Bench } from './bench.ts'
import type { LaneCosts } from './lane-worker.ts'
import { openPlace, type Place } from './stage.ts'
import { prepareTemplate } from './template.ts'

/**
 * CPU of a payment in the lane alone: of the process that decides, and of the backend that writes.
 */
export interface LaneCostsRequest {
  /** Arms by name, in the order of the first round; every other round is the other way round. */
  readonly arms: Readonly<Record<string, string>>
  readonly batches: readonly number[]
  readonly rounds: number
  readonly seconds: number
}

const worker = fileURLToPath(new URL('lane-worker.ts', import.meta.url))
/** No two runs on one database share a key. */
const paymentsPerRun = 10_000_000
/** On top of its load, and of one as long before that warms it up: its start, the last batch. */
const workerMoreMs = 60_000

/** Lines for a reader: medians over rounds. */
export async function measureLaneCosts(
  bench: Bench,
  { arms, batches, rounds, seconds }: LaneCostsRequest,
): Promise<readonly string[]> {
  await using opened = new AsyncDisposableStack()
  const environment = await bench.environment()
  const places: { readonly name: string; readonly folder: string; readonly place: Place }[] = []
  for (const [name, folder] of Object.entries(arms)) {
    const template = await prepareTemplate(bench, environment, folder)
    const place = opened.use(await openPlace(bench, { folder, template }))
    places.push({ name, folder, place })
  }
  const samples = new Map<string, LaneCosts[]>()
  let runs = 0
  for (let round = 0; round < rounds; round += 1) {
    for (const batch of batches) {
      for (const { name, folder, place } of round % 2 === 0 ? places : places.toReversed()) {
        runs += 1
        const { databaseUrl } = place.address
        const settings = [databaseUrl, batch, seconds, runs * paymentsPerRun].map(String)
        const node = join(folder, target.nodeBinary)
        const args = [...heapFlags, worker, folder, ...settings]
        const said = await runWorker(bench, node, args, 2 * seconds * 1_000 + workerMoreMs)
        const costs = JSON.parse(said) as LaneCosts
        samples.getOrInsertComputed(`${name}, batches of ${batch}`, () => []).push(costs)
        bench.say(`${name}, batches of ${batch}: ${said}`)
      }
    }
  }
  return [...samples].map(([what, costs]) => {
    const median = (of: (one: LaneCosts) => number) => medianOf(what, costs.map(of)).toFixed(1)
    const process = median(({ processUs }) => processUs)
    return `${what}: us per payment: process ${process}, backend ${median(({ backendUs }) => backendUs)}`
  })
}

/** What it found, as JSON. It is the run's own process: an interrupt ends it, and so does time. */
async function runWorker(
  { ledger }: Bench,
  command: string,
  args: readonly string[],
  timeoutMs: number,
): Promise<string> {
  let found: string | undefined
  const onLine = (line: string): void => {
    if (line.startsWith('{"')) found = line
  }
  await runToEnd({ ledger, what: 'lane worker', command, args, onLine }, timeoutMs)
  if (found !== undefined) return found
  throw new Error('lane worker ended without a line of costs, expected one')
}
