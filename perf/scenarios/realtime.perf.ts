import { expectStatus, type TargetClient } from '../target/client.ts'
import { scenario } from './scenario.ts'
import { wholeAudience } from './whole-audience.ts'

/**
 * Five hundred listeners (R3.22): a thousand payments in one bulk, until every listener has been
 * told of all of them. The frames are few however many the payments are, so what is measured is the
 * system's work for its listeners.
 */
const listeners = 500
const payments = 1_000
const accounts = 400
const deadlineMs = 30_000

const accountName = (index: number) => `ACC-${String((index % accounts) + 1).padStart(6, '0')}`

function bulkOf(index: number): object {
  return {
    mode: 'each',
    payments: Array.from({ length: payments }, (_, number) => ({
      idempotencyKey: `realtime-${index}-${number}`,
      debtorAccount: accountName(number),
      creditorAccount: accountName(number + 1 + (number % (accounts - 1))),
      amountMinor: 1_000 + number,
      currency: 'USD',
    })),
  }
}

async function payBeforeListeners(client: TargetClient, index: number): Promise<string> {
  const audience = await client.audience(listeners)
  const heard = audience.hear(payments, deadlineMs)
  // A bulk that is refused is what the failure should tell of, not the frames that do not come.
  const answer = client.post('/api/v1/payments/bulk', bulkOf(index))
  await Promise.all([answer.then((bulk) => expectStatus('bulk', bulk, 200)), heard])
  return `realtime-${index}`
}

export default scenario({
  kind: 'batch',
  name: 'realtime',
  title: 'Realtime: 1,000 payments told to 500 listeners',
  // Listening is not among them: the document tells of requests, and of no WebSocket.
  operations: ['createPayments'],
  run: payBeforeListeners,
  warmUpBatches: 8,
  slicesPerArm: 8,
  batchesPerSlice: 1,
  counterBatches: 3,
  objectives: [{ metric: 'durationMs', compare: 'at most', limit: 2_000, atPerSecond: null }],
  invariants: [
    'payments.money-conserved',
    'payments.events-published',
    'reporting.totals-match',
    'reporting.totals-applied',
  ],
  oracles: [
    {
      id: 'realtime.whole-audience',
      title: `${listeners} listeners are connected, and each has every frame that was sent`,
      violations: (client) => wholeAudience(client, listeners),
    },
  ],
})
