import type { Bench } from '../bench.ts'
import type { RowOutcome } from '../figure.ts'
import type { BenchRow } from '../row.ts'
import { measureRuleCosts } from '../rule-costs.ts'

/** What each rule of the gateway costs the process that decides. */
const rounds = 200

export const rules: BenchRow = {
  name: 'rules',
  title: 'The cost of each rule of the gateway, per payment, in the process that decides',
  measure,
}

async function measure(bench: Bench): Promise<RowOutcome> {
  bench.say('rules: deciding batches with and without each')
  const { usOf, paymentsPerRound } = measureRuleCosts(rounds)
  const us = (name: string): number => usOf[name] ?? Number.NaN
  const figure = (what: string, value: number) => ({ what, value, unit: 'us' })
  return {
    kind: 'measured',
    figures: [
      figure('an order decided by nothing but what it moves', us('transfer')),
      figure('limits of accounts and banks, more', us('no rule') - us('transfer')),
      figure('clearing windows, more', us('windows') - us('no rule')),
      figure('review rules, more', us('review') - us('no rule')),
      figure('dollar equivalent, more', us('dollars') - us('no rule')),
      figure('all of them', us('all rules')),
      figure('all of them, between two currencies', us('all rules, two currencies')),
      figure('MT103, when it is asked for', us('mt103')),
      figure('pacs.008, when it is asked for', us('pacs008')),
    ],
    remarks: [
      `Medians of ${rounds} rounds of ${paymentsPerRound} payments in batches of 100; writing them is in the rows of payments`,
      'The audit log follows the outbox and is paid for by Postgres: it is in those rows, too',
    ],
  }
}
