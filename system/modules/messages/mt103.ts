import { decimalComma, exchangeRate } from './amounts.ts'
import type { CreditTransfer, Party } from './credit-transfer.ts'
import { senderReference, uetrOf } from './references.ts'
import { settlementDate } from './settlement-date.ts'
import { transliterate, wrap } from './swift-text.ts'

/**
 * A SWIFT MT103, single customer credit transfer (Standards MT, category 1), as the debtor's bank
 * sends it to the creditor's bank. `mt103-rules.ts` has the rules it keeps.
 */
export function composeMt103(transfer: CreditTransfer): string {
  const { debtor, creditor, paymentId } = transfer
  const sender = terminalOf(debtor.bank.bic, 'A')
  const receiver = terminalOf(creditor.bank.bic, 'X')
  const fields = fieldsOf(transfer).map(([tag, lines]) => `:${tag}:${lines.join(lineBreak)}`)
  return [
    `{1:F01${sender}0000000000}`,
    `{2:I103${receiver}N}`,
    `{3:{121:${uetrOf(paymentId)}}}`,
    `{4:${lineBreak}${fields.join(lineBreak)}${lineBreak}-}`,
  ].join('')
}

const lineBreak = '\r\n'
const lineWidth = 35
const remittanceLines = 4
const nameLines = 3
/** `12d` has a comma among its twelve characters. */
const rateDigits = 11
const nameless = 'NOTPROVIDED'

/** Eight letters of the BIC, the terminal's letter, the branch. */
function terminalOf(bic: string, letter: string): string {
  return `${bic.slice(0, 8)}${letter}${bic.slice(8, 11).padEnd(3, 'X')}`
}

type Field = readonly [tag: string, lines: readonly string[]]

function fieldsOf(transfer: CreditTransfer): readonly Field[] {
  const { credited, debited, debtor, creditor, paymentId, reference } = transfer
  const date = settlementDate(transfer.settledAtMs, debtor.bank.timeZone)
  const remittance = wrap(transliterate(reference ?? ''), lineWidth, remittanceLines)
  return [
    ['20', [senderReference(paymentId)]],
    ['23B', ['CRED']],
    ['32A', [`${date.slice(2).replaceAll('-', '')}${credited.currency}${decimalComma(credited)}`]],
    ['33B', [`${debited.currency}${decimalComma(debited)}`]],
    ...(debited.currency === credited.currency ? [] : [rateField(transfer)]),
    ['50K', partyLines(debtor)],
    ['52A', [debtor.bank.bic]],
    ['57A', [creditor.bank.bic]],
    ['59', partyLines(creditor)],
    ...(remittance.length === 0 ? [] : [['70', remittance] as const]),
    ['71A', ['SHA']],
  ]
}

function rateField({ credited, debited }: CreditTransfer): Field {
  const rate = exchangeRate(debited, credited, rateDigits)
  return ['36', [rate.includes('.') ? rate.replace('.', ',') : `${rate},`]]
}

function partyLines({ account, name, bank }: Party): readonly string[] {
  const written = wrap(transliterate(name), lineWidth, nameLines)
  return [`/${account}`, ...(written.length === 0 ? [nameless] : written), bank.country]
}
