import { makePayment } from './payment-row.ts'
import type { Payment, PaymentOrder, PaymentStatus, Rejection } from './schemas.ts'

/**
 * A payment as one line of text for each member, for memory that is written for every payment and
 * hardly ever read: a fifth of what JSON costs to write. One that was held is rare, and is JSON.
 */
export function toText(payment: Payment): string {
  const { reviewReasons, releaseAt, releasedAt, reference } = payment
  if (reviewReasons !== undefined || releaseAt !== undefined || releasedAt !== undefined) {
    return JSON.stringify(payment)
  }
  const { id, status, createdAt, debtorAccount, creditorAccount, amountMinor, currency } = payment
  const { usdMinor = '', creditorCurrency = '', creditedMinor = '', fxRateId = '' } = payment
  const { rejection = '' } = payment
  return `${id}\n${status}\n${createdAt}\n${debtorAccount}\n${creditorAccount}\n${amountMinor}
${currency}\n${usdMinor}\n${creditorCurrency}\n${creditedMinor}\n${fxRateId}\n${rejection}
${reference === undefined ? '' : `=${reference}`}`
}

/** @returns a payment with the members of the one that the text was made of */
export function fromText(text: string): Payment {
  if (text.startsWith('{')) return JSON.parse(text) as Payment
  const [id = '', status, createdAt = '', debtorAccount = '', creditorAccount = '', ...more] =
    text.split('\n')
  const [amountMinor, currency, usdMinor, creditorCurrency, creditedMinor, fxRateId, ...last] = more
  const [rejection, reference] = last
  return makePayment({
    id,
    status: status as PaymentStatus,
    createdAt,
    order: {
      debtorAccount,
      creditorAccount,
      amountMinor: Number(amountMinor),
      currency: currency as PaymentOrder['currency'],
      ...(reference && { reference: reference.slice(1) }),
    },
    usdMinor: usdMinor ? Number(usdMinor) : undefined,
    exchange: creditorCurrency
      ? { creditorCurrency, creditedMinor: Number(creditedMinor), fxRateId: Number(fxRateId) }
      : undefined,
    rejection: rejection ? (rejection as Rejection) : undefined,
  })
}
