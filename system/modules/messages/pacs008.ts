import { decimalPoint, exchangeRate } from './amounts.ts'
import type { CreditTransfer, Money, Party, PartyBank } from './credit-transfer.ts'
import { senderReference, uetrOf } from './references.ts'
import { settlementDate } from './settlement-date.ts'
import { element, writeXml } from './xml.ts'
import type { XmlElement } from './xml.ts'

export const pacs008Namespace = 'urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08'

/**
 * ISO 20022 pacs.008.001.08, FI to FI customer credit transfer, of one payment. Agents and
 * settlement date stand in the group header, and therefore not in the transaction again.
 * `pacs008-structure.ts` has the schema that it keeps.
 */
export function composePacs008(transfer: CreditTransfer): string {
  const message = element('FIToFICstmrCdtTrf', [groupHeader(transfer), transaction(transfer)])
  return writeXml(element('Document', [message], { xmlns: pacs008Namespace }))
}

/** `BaseOneRate` has eleven digits, ten of them after the point. */
const rateDigits = 11
const rateDecimals = 10
const textLongest = 140
const nameless = 'NOTPROVIDED'

function groupHeader(transfer: CreditTransfer): XmlElement {
  const { credited, creditor, debtor, paymentId, settledAtMs } = transfer
  return element('GrpHdr', [
    element('MsgId', senderReference(paymentId)),
    element('CreDtTm', new Date(settledAtMs).toISOString()),
    element('NbOfTxs', '1'),
    amount('TtlIntrBkSttlmAmt', credited),
    element('IntrBkSttlmDt', settlementDate(settledAtMs, debtor.bank.timeZone)),
    element('SttlmInf', [
      element('SttlmMtd', 'CLRG'),
      element('ClrSys', [element('Prtry', 'PLUMBLINE')]),
    ]),
    agent('InstgAgt', debtor.bank),
    agent('InstdAgt', creditor.bank),
  ])
}

function transaction(transfer: CreditTransfer): XmlElement {
  const { credited, creditor, debited, debtor, paymentId } = transfer
  const reference = text(transfer.reference ?? '')
  return element('CdtTrfTxInf', [
    element('PmtId', [
      element('InstrId', senderReference(paymentId)),
      element('EndToEndId', paymentId.replaceAll('-', '')),
      element('TxId', senderReference(paymentId)),
      element('UETR', uetrOf(paymentId)),
    ]),
    amount('IntrBkSttlmAmt', credited),
    amount('InstdAmt', debited),
    ...(debited.currency === credited.currency ? [] : [rate(debited, credited)]),
    element('ChrgBr', 'SHAR'),
    party('Dbtr', debtor),
    account('DbtrAcct', debtor, debited.currency),
    agent('DbtrAgt', debtor.bank),
    agent('CdtrAgt', creditor.bank),
    party('Cdtr', creditor),
    account('CdtrAcct', creditor, credited.currency),
    ...(reference === '' ? [] : [element('RmtInf', [element('Ustrd', reference)])]),
  ])
}

function amount(name: string, money: Money): XmlElement {
  return element(name, decimalPoint(money), { Ccy: money.currency })
}

function rate(from: Money, to: Money): XmlElement {
  const [whole = '0', fraction = ''] = exchangeRate(from, to, rateDigits).split('.')
  const decimals = fraction.slice(0, rateDecimals)
  return element('XchgRate', decimals === '' ? whole : `${whole}.${decimals}`)
}

function agent(name: string, bank: PartyBank): XmlElement {
  return element(name, [element('FinInstnId', [element('BICFI', bank.bic)])])
}

function party(name: string, { name: said, bank }: Party): XmlElement {
  const written = text(said)
  return element(name, [
    element('Nm', written === '' ? nameless : written),
    element('PstlAdr', [element('Ctry', bank.country)]),
  ])
}

function account(name: string, { account: number }: Party, currency: string): XmlElement {
  const identification = element('Id', [element('Othr', [element('Id', number)])])
  return element(name, [identification, element('Ccy', currency)])
}

/** The schema counts characters; a blank text would be none for whoever reads it. */
function text(said: string): string {
  return Array.from(said.trim()).slice(0, textLongest).join('')
}
