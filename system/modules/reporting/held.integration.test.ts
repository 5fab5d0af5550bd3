import { expect, test } from 'vitest'
import { violatedInvariants } from '../../testing/invariants.ts'
import { runningSystem } from '../../testing/running-system.ts'

/**
 * Ten seconds before the banks of the Emirates open on a Sunday, so that what is queued goes on
 * soon.
 */
const beforeOpening = '2026-01-11T03:59:50Z'
const system = runningSystem({
  CLOCK_STARTS_AT: beforeOpening,
  PAYMENT_RELEASE_INTERVAL_MS: '50',
  // A thousand dollars.
  COMPLIANCE_AMOUNT_USD_MINOR: '100000',
})

/** Both kept by the bank of the Emirates, in dirhams. */
const order = (amountMinor: number) => ({
  debtorAccount: 'ACC-000401',
  creditorAccount: 'ACC-000402',
  amountMinor,
  currency: 'AED',
})

interface Figures {
  readonly pending_count: number
  readonly compliance_review: number
  readonly settled_today: number
}
const realtime = async (): Promise<Figures> =>
  (await system.request('/api/v1/metrics/realtime')).json as unknown as Figures
const today = async () =>
  ((await system.request('/api/v1/metrics/daily?days=1')).json['days'] as object[])[0]

test('what is held is in the figures while it is held, and where it went when it is not', async () => {
  const early = await Promise.all(
    Array.from({ length: 7 }, async (_, index) => system.pay(`early-${index}`, order(100 + index))),
  )
  const large = await Promise.all(
    [1, 2, 3].map(async (index) => system.pay(`large-${index}`, order(1_000_000 + index))),
  )
  expect([...early, ...large].map(({ status }) => status)).toEqual(Array(10).fill(202))
  const inReview = large.map(({ json }) => json)
  expect(inReview.map((payment) => payment['status'])).toEqual(Array(3).fill('in-review'))

  // Queued ones go by themselves when the bank opens; those in review wait for somebody.
  await system.until('settled', async () => (await realtime()).settled_today === 7)
  const [first, second] = inReview.map(({ id }) => String(id))
  const review = async (id = '', decision = '') =>
    system.request(`/api/v1/payments/${id}/review`, { body: { decision } })
  expect((await realtime()).compliance_review).toBe(3)
  expect((await review(first, 'approve')).status).toBe(200)
  expect((await review(second, 'refuse')).status).toBe(200)
  await system.quiescent()
  expect(await realtime()).toMatchObject({
    pending_count: 0,
    compliance_review: 1,
    settled_today: 8,
    failed_last_1h: 1,
  })
  expect(await today()).toMatchObject({
    date: '2026-01-11',
    recorded: 10,
    settled: 8,
    rejected: 1,
    queued: 0,
    inReview: 1,
  })
  expect(await violatedInvariants(system, 'reporting')).toEqual([])
})
