import { checkInvariants } from '../../../perf/measuring/generation/invariants.ts'
import { medianOf } from '../../../perf/measuring/kinds/summaries.ts'
import scenario from '../../../perf/scenarios/netting.perf.ts'
import { expectStatus } from '../../../perf/target/client.ts'
import type { Bench } from '../bench.ts'
import { atMost, below, type RowOutcome } from '../figure.ts'
import { generateSettledPayments } from '../netting-payments.ts'
import type { BenchRow } from '../row.ts'
import { openStage } from '../stage.ts'

/** One cycle over a million payments among four banks, from the request to its settled end. */
const paymentsPerCycle = 1_000_000
const cycles = 3

export const netting: BenchRow = {
  name: 'netting',
  title: `Netting, 1,000,000 payments among four banks, ${cycles} cycles`,
  onServices: true,
  measure,
}

interface Netted {
  readonly id: number
  readonly payments: number
  readonly state: string
}

async function measure(bench: Bench): Promise<RowOutcome> {
  await using stage = await openStage(bench)
  const { system, place } = stage
  const { databaseUrl } = place.address
  const durationsMs: number[] = []
  const netted: Netted[] = []
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    bench.say(`netting: putting ${paymentsPerCycle} payments into the database`)
    await generateSettledPayments(databaseUrl, 1 + cycle * paymentsPerCycle, paymentsPerCycle)
    const startedMs = performance.now()
    const answer = await system.client.post('/api/v1/netting/cycles', { mode: 'multilateral' })
    durationsMs.push(performance.now() - startedMs)
    netted.push(expectStatus('netting cycle', answer, 201) as Netted)
  }
  await system.quiesce()
  bench.say('netting: working the positions out again')
  const results = await checkInvariants({
    arm: 'head',
    armFolder: bench.repository,
    databaseUrl,
    ids: scenario.invariants.filter((id) => id.startsWith('netting.')),
    acknowledged: netted.map(({ id }) => String(id)),
  })
  const violated = results.filter((result) => result.violations > 0)
  return {
    kind: 'measured',
    figures: [
      { what: 'median', value: medianOf('netting', durationsMs), unit: 'ms', target: below(2_000) },
      { what: 'slowest', value: Math.max(...durationsMs), unit: 'ms', target: below(2_000) },
      {
        what: 'payments between two banks, of all cycles',
        value: netted.reduce((sum, { payments }) => sum + payments, 0),
        unit: '',
      },
      {
        what: 'cycles not settled when answered',
        value: netted.filter(({ state }) => state !== 'settled').length,
        unit: '',
        target: atMost(0),
      },
      {
        what: `invariants violated, of ${results.length}`,
        value: violated.length,
        unit: '',
        target: atMost(0),
      },
    ],
    remarks: [
      'Payments are read for the first time since they were written',
      ...violated.map(({ id, violations }) => `invariant ${id} is violated ${violations} times`),
    ],
  }
}
