import type { Database, Statement } from '../../platform/postgres/database.ts'
import type { CreditTransfer, Party } from './credit-transfer.ts'
import { notBetweenCustomers, notSettled, paymentNotFound } from './errors.ts'
import type { MessageNeeds } from './needs.ts'

const findTransfer: Statement = {
  name: 'messages.find-transfer',
  text: `select payment.status, payment.kind, payment.amount_minor, payment.currency,
  coalesce(payment.credited_minor, payment.amount_minor) as credited_minor,
  coalesce(payment.creditor_currency, payment.currency) as credited_currency,
  payment.reference, coalesce(payment.released_at, payment.created_at) as settled_at,
  debtor.number as debtor_account, debtor.bank as debtor_bank,
  creditor.number as creditor_account, creditor.bank as creditor_bank
from payment
join account as debtor on debtor.id = payment.debtor_id
join account as creditor on creditor.id = payment.creditor_id
where payment.tenant = $1 and payment.id = $2`,
}

/**
 * What messages say of a payment. Names of account holders are not known here, so parties are
 * called by their accounts.
 *
 * @throws DomainError when there is no such payment, or none that a customer message could tell of
 */
export async function readCreditTransfer(
  database: Database,
  { banks }: MessageNeeds,
  tenant: string,
  id: string,
): Promise<CreditTransfer> {
  const [row] = await database.query<TransferRow>(findTransfer, [tenant, id])
  if (row === undefined) {
    throw paymentNotFound(id)
  }
  if (row.status !== 'settled') {
    throw notSettled(id, row.status)
  }
  const [debtorBank, creditorBank] = [banks.find(row.debtor_bank), banks.find(row.creditor_bank)]
  if (row.kind !== 'payment' || debtorBank === undefined || creditorBank === undefined) {
    throw notBetweenCustomers(id)
  }
  return {
    paymentId: id,
    settledAtMs: row.settled_at.getTime(),
    debited: { amountMinor: row.amount_minor, currency: row.currency },
    credited: { amountMinor: row.credited_minor, currency: row.credited_currency },
    debtor: holderOf(row.debtor_account, debtorBank),
    creditor: holderOf(row.creditor_account, creditorBank),
    reference: row.reference ?? undefined,
  }
}

function holderOf(account: string, bank: Party['bank']): Party {
  return { name: `Holder of ${account}`, account, bank }
}

interface TransferRow {
  readonly status: string
  readonly kind: string
  readonly amount_minor: number
  readonly currency: string
  readonly credited_minor: number
  readonly credited_currency: string
  readonly reference: string | null
  readonly settled_at: Date
  readonly debtor_account: string
  readonly debtor_bank: string
  readonly creditor_account: string
  readonly creditor_bank: string
}
