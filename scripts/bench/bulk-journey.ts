import type { Journey } from '../../perf/load/journey.ts'

/** A bulk of a thousand payments, each by itself. Imported by the load generator's process. */
export const paymentsPerBulk = 1_000
const accounts = 400

interface BulkState {
  readonly sequence: number
}

const accountName = (index: number) => `ACC-${String((index % accounts) + 1).padStart(6, '0')}`

function paymentNumber(number: number, key: string): object {
  return {
    idempotencyKey: key,
    debtorAccount: accountName(number),
    creditorAccount: accountName(number + 1 + (number % (accounts - 1))),
    amountMinor: 1_000 + (number % 499_000),
    currency: 'USD',
    reference: `invoice ${number}`,
  }
}

const journey: Journey<BulkState> = {
  name: 'bulk',
  start: (_random, sequence) => ({ sequence }),
  steps: [
    {
      name: 'bulk',
      method: 'POST',
      path: () => '/api/v1/payments/bulk',
      body: ({ sequence }) => ({
        mode: 'each',
        payments: Array.from({ length: paymentsPerBulk }, (_, index) =>
          paymentNumber(sequence * paymentsPerBulk + index, `bulk-${sequence}-${index}`),
        ),
      }),
      expectStatus: [200],
    },
  ],
}

export default { journey }
