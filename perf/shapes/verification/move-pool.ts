import { isRecorded } from '../../oracles/idempotency.ts'
import type { TargetClient } from '../../target/client.ts'
import { accountNumber, acknowledgedLine } from '../journeys/payments.ts'

/** Places of the two banks among the mix's: both clear when the others have closed. */
const [leumi, stateBankOfIndia] = [1, 3] as const
const paymentsMost = 40
const dollarsMinor = 100_000_000

/**
 * Payments of a million dollars each into shekels, until a fifth of that pool has gone: what a busy
 * day does to a pool, a short load has no time for.
 * @returns what was acknowledged, as a load writes it down
 */
export async function movePool(api: TargetClient): Promise<readonly string[]> {
  const acknowledged: string[] = []
  for (let index = 0; index < paymentsMost; index += 1) {
    const order = {
      debtorAccount: accountNumber(stateBankOfIndia, 'USD', index % 50),
      creditorAccount: accountNumber(leumi, 'ILS', index % 50),
      amountMinor: dollarsMinor,
      currency: 'USD',
      reference: `verification ${index}`,
    }
    const answer = await api.post('/api/v1/payments', order, {
      'idempotency-key': `verification-${index}`,
    })
    const line = isRecorded(answer) ? acknowledgedLine(answer.body) : undefined
    if (line !== undefined) acknowledged.push(line)
  }
  return acknowledged
}
