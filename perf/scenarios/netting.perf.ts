import { KnownFailure } from '../errors.ts'
import { expectStatus, type TargetClient } from '../target/client.ts'
import { scenario } from './scenario.ts'

/**
 * A netting cycle (R3.8): payments among customers of four banks, then the cycle that nets them,
 * answered when its transfers between the banks' settlement accounts are made. Payments are in one
 * cycle only, so every batch has to bring its own; they come as many clients send them, not one by
 * one.
 */
const paymentsPerCycle = 320
const paymentsAtOnce = 32
/** Of the seeded accounts in dollars, which all four banks keep. */
const accounts = 400

const accountName = (index: number) => `ACC-${String((index % accounts) + 1).padStart(6, '0')}`

function paymentNumber(number: number) {
  return {
    debtorAccount: accountName(number * 7),
    creditorAccount: accountName(number * 7 + 1 + (number % 11)),
    amountMinor: 1_000 + ((number * 7_919) % 499_000),
    currency: 'USD',
    reference: `netted ${number}`,
  }
}

async function netOneCycle(client: TargetClient, index: number): Promise<string> {
  const first = index * paymentsPerCycle
  for (let sent = 0; sent < paymentsPerCycle; sent += paymentsAtOnce) {
    await Promise.all(
      Array.from({ length: paymentsAtOnce }, async (_, place) => {
        const number = first + sent + place
        const key = { 'idempotency-key': `netting-${number}` }
        const answer = await client.post('/api/v1/payments', paymentNumber(number), key)
        expectStatus('payment', answer, 201)
      }),
    )
  }
  const answer = await client.post('/api/v1/netting/cycles', { mode: 'multilateral' })
  const cycle = expectStatus('netting cycle', answer, 201) as { id: number; state: string }
  if (cycle.state !== 'settled') {
    const said = `netting cycle ${cycle.id} was answered as ${cycle.state}`
    throw new KnownFailure('target', `${said}, expected settled`)
  }
  return String(cycle.id)
}

export default scenario({
  kind: 'batch',
  name: 'netting',
  title: 'Netting: 320 payments among four banks and the cycle that settles them',
  operations: ['closeNettingCycle'],
  run: netOneCycle,
  warmUpBatches: 8,
  slicesPerArm: 8,
  batchesPerSlice: 1,
  counterBatches: 3,
  objectives: [{ metric: 'durationMs', compare: 'at most', limit: 2_000, atPerSecond: null }],
  invariants: [
    'netting.zero-sum',
    'netting.positions-true',
    'netting.one-cycle-each',
    'netting.numbers-used-once',
    'netting.efficiency-true',
    'netting.transfers-even-out',
    'netting.settled-by-transfers',
    'netting.acknowledged-settled',
    'audit.every-row-has-its-day',
    'audit.batches-told-once',
    'audit.gathered-through',
    'audit.decisions-told-once',
  ],
})
