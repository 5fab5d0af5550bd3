import type { PaymentRecorded } from '../../events/payment-recorded.ts'

/** A value for tests; every member can be replaced. */
export function aPayment(overrides: Partial<PaymentRecorded> = {}): PaymentRecorded {
  return {
    id: '019a9500-0000-7000-8000-000000000000',
    status: 'settled',
    debtorAccount: 'ACC-1',
    creditorAccount: 'ACC-2',
    debtorBank: 'ENBXAEADXXX',
    creditorBank: 'LUMIILITXXX',
    amountMinor: 100,
    currency: 'USD',
    ...overrides,
  }
}
