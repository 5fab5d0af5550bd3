import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { medianOf } from '../../../perf/measuring/kinds/summaries.ts'
import { startSystem } from '../../../perf/target/system-process.ts'
import type { Bench } from '../bench.ts'
import { below, type RowOutcome } from '../figure.ts'
import type { BenchRow } from '../row.ts'
import { openPlace } from '../stage.ts'

/** How long a person waits before anything is measured, everything being installed. */
const bootstrapStarts = 10
const systemBoots = 10
const environmentStarts = 3

export const startUp: BenchRow = { name: 'start-up', title: 'Start-up', onServices: true, measure }

const run = promisify(execFile)

async function measure(bench: Bench): Promise<RowOutcome> {
  const bootstrap = await times('bootstrap', bootstrapStarts, () => startBootstrap(bench))
  const environment = await times('services', environmentStarts, () => startServices(bench))
  await using place = await openPlace(bench)
  const system = await times('system', systemBoots, async () => {
    const startedMs = performance.now()
    await using _system = await startSystem(place.request)
    return performance.now() - startedMs
  })
  return {
    kind: 'measured',
    figures: [
      {
        what: `bootstrap to the command's end, second start, median of ${bootstrapStarts}`,
        value: bootstrap,
        unit: 'ms',
        target: below(1_000),
      },
      { what: `system, start to ready, median of ${systemBoots}`, value: system, unit: 'ms' },
      {
        what: `embedded services, start to ready, median of ${environmentStarts}`,
        value: environment,
        unit: 'ms',
      },
    ],
    remarks: [`Bootstrap: \`node ${bootstrapArguments.join(' ')}\``],
  }
}

async function times(what: string, count: number, once: () => Promise<number>): Promise<number> {
  const durationsMs: number[] = []
  for (let index = 0; index < count; index += 1) durationsMs.push(await once())
  return medianOf(what, durationsMs)
}

/** `--help` does nothing of its own, so what is timed is the way to it. */
const bootstrapArguments = [
  join('scripts', 'bootstrap', 'main.mjs'),
  '--needs',
  'services',
  '--',
  'perf/cli.ts',
  '--help',
]

async function startBootstrap(bench: Bench): Promise<number> {
  const startedMs = performance.now()
  await run(process.execPath, bootstrapArguments, { cwd: bench.repository })
  return performance.now() - startedMs
}

async function startServices(bench: Bench): Promise<number> {
  const startedMs = performance.now()
  await using _services = await bench.startOwnServices('embedded')
  return performance.now() - startedMs
}
