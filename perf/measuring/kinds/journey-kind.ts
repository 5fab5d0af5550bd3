import { readFile, rm } from 'node:fs/promises'
import type { JourneyScenario } from '../../scenarios/scenario.ts'
import { checkInvariants } from '../generation/invariants.ts'
import type { Pair, Station } from '../generation/pair.ts'
import { WarmUp } from '../generation/warm-up.ts'
import type { Workbench } from '../workbench.ts'
import { CpuMeter } from './cpu-meter.ts'
import { measureJourneyGeneration } from './journey-generation.ts'
import { acknowledgedFile, JourneyLoads } from './journey-loads.ts'
import { journeySerialWork } from './journey-serial-work.ts'
import type { KindMeasure } from './kind.ts'
import { LoadTotals } from './load-totals.ts'
import { onceByDatabase } from './once-by-database.ts'
import { describeSteps } from './step-latencies.ts'

/**
 * A journey under load: warm-up by closed load, slices, invariants over what the client saw
 * acknowledged.
 */
export function journeyKind(
  bench: Workbench,
  scenario: JourneyScenario,
  scenarioFile: string,
  warmUpOperations: number | undefined,
): KindMeasure {
  const totals = { base: new LoadTotals(), head: new LoadTotals() }
  const context = { bench, scenario, scenarioFile, totals }
  const limits = {
    stepOperations: Math.ceil(scenario.warmUpJourneysMost / warmUpSteps),
    most: scenario.warmUpJourneysMost,
    flatWithin: 0.05,
  }
  const warmUp = new WarmUp(limits, warmUpOperations)
  const loadsOf = onceByDatabase(() => new JourneyLoads(context, bench.session.seed))
  return {
    get warmUp() {
      return warmUp.found
    },
    async generation(pair, plan) {
      await forgetAcknowledged(bench, pair)
      const loads = new JourneyLoads(context, plan.loadSeed)
      await warmUp.both(pair, plan.warmUpOrder, (station, journeys) =>
        warmUpStep(context.bench, scenario, loads, station, journeys),
      )
      return measureJourneyGeneration(context, pair, plan, loads)
    },
    metricDescriptions: describeSteps(scenario.journey.steps),
    invariants: (pair) => journeyInvariants(bench, scenario, pair),
    serialWork: journeySerialWork(context),
    async underLoad(station, seconds) {
      const shape = { kind: 'closed', connections: scenario.closed.connections } as const
      const result = await loadsOf(station).run(station, shape, { durationMs: seconds * 1_000 })
      return { operations: result.journeysCompleted, durationMs: result.durationMs }
    },
    load: () => ({
      load: { base: totals.base.summary(), head: totals.head.summary() },
      requests: { base: totals.base.requestTotals(), head: totals.head.requestTotals() },
      saturated: totals.base.saturated ?? totals.head.saturated,
    }),
  }
}

const warmUpSteps = 8

async function warmUpStep(
  bench: Workbench,
  scenario: JourneyScenario,
  loads: JourneyLoads,
  station: Station,
  journeys: number,
): Promise<number> {
  const meter = new CpuMeter(station.system.pid, bench.session.services.postgresRootPid)
  const shape = { kind: 'closed', connections: scenario.closed.connections } as const
  const result = await meter.during(() => loads.run(station, shape, { journeys }))
  return meter.systemUs / result.journeysCompleted
}

/**
 * What a lost generation of another scenario was told belongs to a database of that name, now gone.
 */
async function forgetAcknowledged(bench: Workbench, pair: Pair): Promise<void> {
  for (const station of [pair.base, pair.head]) {
    await rm(acknowledgedFile(bench, station), { force: true })
  }
}

async function journeyInvariants(bench: Workbench, scenario: JourneyScenario, pair: Pair) {
  const results = []
  for (const station of [pair.base, pair.head]) {
    const file = acknowledgedFile(bench, station)
    const acknowledged = (await readFile(file, 'utf8')).split('\n').filter((id) => id !== '')
    const check = { ...station, ids: scenario.invariants, acknowledged }
    results.push(...(await checkInvariants(check)))
    await rm(file)
  }
  return results
}
