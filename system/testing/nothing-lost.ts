import { expect } from 'vitest'
import { violatedInvariants } from './invariants.ts'
import type { LoadRecord } from './payment-load.ts'
import type { SystemUnderTest } from './system-process.ts'

/** Nothing acknowledged is lost, nothing is half done, everything is published and counted. */
export async function expectNothingLost(
  system: SystemUnderTest,
  record: LoadRecord,
): Promise<void> {
  await system.quiescent()
  expect(await violatedInvariants(system, 'payments', record.acknowledged)).toEqual([])
  await expectTotalsTrue(system)
}

async function expectTotalsTrue(system: SystemUnderTest): Promise<void> {
  const [stored] = await system.rows<{ settled: string; volume: string }>(
    `select count(*) as settled, coalesce(sum(amount_minor), 0) as volume from payment
     where rejection is null and currency = 'USD'`,
  )
  const { json } = await system.request('/api/v1/metrics/realtime')
  const volume = (json['volume_24h'] as Record<string, string>)['USD'] ?? '0'
  expect({ settled: json['settled_today'], volume: Math.round(Number(volume) * 100) }).toEqual({
    settled: Number(stored?.settled),
    volume: Number(stored?.volume),
  })
}
