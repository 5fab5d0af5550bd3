import { checkInvariants } from '../../../perf/measuring/generation/invariants.ts'
import { medianOf } from '../../../perf/measuring/kinds/summaries.ts'
import scenario from '../../../perf/scenarios/reconciliation.perf.ts'
import type { Bench } from '../bench.ts'
import { atMost, below, type RowOutcome } from '../figure.ts'
import type { BenchRow } from '../row.ts'
import { openStage } from '../stage.ts'

/**
 * One deposit against a thousand invoices, from submission to its committed end, as the scenario
 * does it.
 */
const deposits = 20

export const reconciliation: BenchRow = {
  name: 'reconciliation',
  title: `Reconciliation, 1,000 invoices in one deposit, ${deposits} deposits`,
  onServices: true,
  measure,
}

async function measure(bench: Bench): Promise<RowOutcome> {
  await using stage = await openStage(bench)
  const { system, place } = stage
  const durationsMs: number[] = []
  for (let index = 0; index < scenario.warmUpBatches + deposits; index += 1) {
    const startedMs = performance.now()
    await system.guard(scenario.run(system.client, index))
    durationsMs.push(performance.now() - startedMs)
  }
  await system.quiesce()
  const measured = durationsMs.slice(scenario.warmUpBatches)
  const results = await checkInvariants({
    arm: 'head',
    armFolder: bench.repository,
    databaseUrl: place.address.databaseUrl,
    ids: scenario.invariants,
    acknowledged: [],
  })
  const violated = results.filter((result) => result.violations > 0)
  return {
    kind: 'measured',
    figures: [
      {
        what: 'median',
        value: medianOf('reconciliation', measured),
        unit: 'ms',
        target: below(200),
      },
      { what: 'slowest', value: Math.max(...measured), unit: 'ms', target: below(200) },
      { what: 'first of the process', value: durationsMs[0], unit: 'ms' },
      {
        what: `invariants violated, of ${results.length}`,
        value: violated.length,
        unit: '',
        target: atMost(0),
      },
    ],
    remarks: [
      `After ${scenario.warmUpBatches} deposits of warm-up, one at a time`,
      ...violated.map(({ id, violations }) => `invariant ${id} is violated ${violations} times`),
    ],
  }
}
