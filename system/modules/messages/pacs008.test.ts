import { describe, expect, test } from 'vitest'
import { composePacs008 } from './pacs008.ts'
import { pacs008Faults } from './pacs008-walk.ts'
import { gatewayBanks, gatewayCurrencies, transferNumber } from './random-transfers.ts'

const [dubai, , karachi] = gatewayBanks

const plain = {
  paymentId: '01900000-0000-7000-8000-000000000001',
  settledAtMs: Date.parse('2026-03-10T09:00:00Z'),
  debited: { amountMinor: 123_456, currency: 'USD' },
  credited: { amountMinor: 34_382_496, currency: 'PKR' },
  debtor: { name: 'Holder of ACC-000001', account: 'ACC-000001', bank: dubai },
  creditor: { name: 'Zoë <Müller> & Co', account: 'ACC-000002', bank: karachi },
  reference: 'Invoice №4711',
}

test('a payment between two currencies keeps the schema and says both amounts and the rate', () => {
  const document = composePacs008(plain)
  expect(pacs008Faults(document)).toEqual([])
  expect(document).toContain('<IntrBkSttlmAmt Ccy="PKR">343824.96</IntrBkSttlmAmt>')
  expect(document).toContain('<InstdAmt Ccy="USD">1234.56</InstdAmt>')
  expect(document).toContain('<XchgRate>278.5</XchgRate>')
  expect(document).toContain('<IntrBkSttlmDt>2026-03-10</IntrBkSttlmDt>')
  expect(document).toContain('<Nm>Zoë &lt;Müller&gt; &amp; Co</Nm>')
})

test.each(gatewayCurrencies)('a payment in %s keeps the schema', (currency) => {
  const money = { amountMinor: 1, currency }
  const document = composePacs008({ ...plain, debited: money, credited: money })
  expect(pacs008Faults(document)).toEqual([])
  expect(document).not.toContain('XchgRate')
})

test('whatever the names, references and amounts are, the schema is kept', () => {
  for (let number = 0; number < 1_000; number += 1) {
    const transfer = transferNumber(number)
    const faults = pacs008Faults(composePacs008(transfer))
    expect({ number, transfer, faults }).toEqual({ number, transfer, faults: [] })
  }
})

describe('the walk notices', () => {
  const document = composePacs008(plain)
  const mistakes: readonly [what: string, broken: string, says: RegExp][] = [
    ['a tag that is not closed', document.replace('</GrpHdr>', ''), /not well-formed/],
    ['another namespace', document.replace('001.08', '001.09'), /namespace/],
    [
      'an element that nobody knows',
      document.replaceAll('ChrgBr', 'ChrgBear'),
      /ChrgBear is not expected/,
    ],
    [
      'a missing mandatory element',
      document.replace(/<ChrgBr>.*<\/ChrgBr>/, ''),
      /Dbtr is not expected/,
    ],
    [
      'a missing last element',
      document.replace(/<Id>\s*<Othr>[^]*?<\/Othr>\s*<\/Id>/, ''),
      /Ccy is not expected/,
    ],
    ['an empty choice', document.replace(/<Othr>[^]*?<\/Othr>/, ''), /Id ends before/],
    ['two elements that changed places', swapped(document), /is not expected/],
    [
      'an element twice',
      document.replace('<ChrgBr>', '<ChrgBr>SHAR</ChrgBr><ChrgBr>'),
      /ChrgBr is not expected/,
    ],
    [
      'both of a choice',
      document.replace('</Othr>', '</Othr><IBAN>AE070331234567890123456</IBAN>'),
      /IBAN is not expected/,
    ],
    ['an amount without a currency', document.replace(' Ccy="PKR"', ''), /lacks Ccy/],
    ['an attribute too many', document.replace('<MsgId>', '<MsgId lang="en">'), /attribute lang/],
    [
      'an amount with six decimals',
      document.replace('>1234.56<', '>1234.560000<'),
      /InstdAmt holds/,
    ],
    ['a rate of twelve digits', document.replace('>278.5<', '>278.123456789<'), /XchgRate holds/],
    ['a text that is too long', document.replace('Invoice', 'x'.repeat(140)), /Ustrd holds/],
    ['an identifier of the wrong version', document.replace(/(<UETR>.{14})4/, '$17'), /UETR holds/],
    ['text among elements', document.replace('<GrpHdr>', '<GrpHdr>text'), /holds text/],
    ['a charge bearer that is none', document.replace('SHAR', 'NONE'), /ChrgBr holds/],
  ]

  test.each(mistakes)('%s', (_what, broken, says) => {
    expect(broken).not.toBe(document)
    expect(pacs008Faults(broken).join('\n')).toMatch(says)
  })
})

function swapped(document: string): string {
  const [msgId = ''] = /<MsgId>.*<\/MsgId>/.exec(document) ?? []
  return document.replace(msgId, '').replace('</CreDtTm>', `</CreDtTm>${msgId}`)
}
