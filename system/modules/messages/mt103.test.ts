import { describe, expect, test } from 'vitest'
import { composeMt103 } from './mt103.ts'
import { mt103Faults } from './mt103-rules.ts'
import { gatewayBanks, gatewayCurrencies, transferNumber } from './random-transfers.ts'

const [dubai, , karachi] = gatewayBanks

const plain = {
  paymentId: '01900000-0000-7000-8000-000000000001',
  settledAtMs: Date.parse('2026-03-10T09:00:00Z'),
  debited: { amountMinor: 123_456, currency: 'USD' },
  credited: { amountMinor: 123_456, currency: 'USD' },
  debtor: { name: 'Holder of ACC-000001', account: 'ACC-000001', bank: dubai },
  creditor: { name: 'Zoë Müller', account: 'ACC-000002', bank: karachi },
  reference: 'Invoice №4711 – März',
}

/** The message with one field's value replaced; undefined takes the field out. */
function withField(tag: string, value: string | undefined): string {
  const field = new RegExp(`:${tag}:[^]*?\\r\\n(?=:|-\\})`)
  return composeMt103(plain).replace(field, value === undefined ? '' : `:${tag}:${value}\r\n`)
}

test('a payment in one currency, whole', () => {
  expect(composeMt103(plain).split('\r\n')).toEqual([
    expect.stringMatching(
      /^\{1:F01ENBXAEADAXXX0000000000\}\{2:I103HABBPKKKXXXXN\}\{3:\{121:.*\}\}\{4:$/,
    ),
    expect.stringMatching(/^:20:[A-Z2-7]{16}$/),
    ':23B:CRED',
    ':32A:260310USD1234,56',
    ':33B:USD1234,56',
    ':50K:/ACC-000001',
    'Holder of ACC-000001',
    'AE',
    ':52A:ENBXAEADXXX',
    ':57A:HABBPKKKXXX',
    ':59:/ACC-000002',
    'Zoe Muller',
    'PK',
    ':70:Invoice No4711 - Marz',
    ':71A:SHA',
    '-}',
  ])
})

test('between two currencies it settles what is credited, and says what was instructed and at which rate', () => {
  const credited = { amountMinor: 34_382_496, currency: 'PKR' }
  const message = composeMt103({ ...plain, credited })
  expect(message).toContain(':32A:260310PKR343824,96\r\n:33B:USD1234,56\r\n:36:278,5\r\n')
  expect(mt103Faults(message)).toEqual([])
})

test.each(gatewayCurrencies)('a payment in %s keeps the rules', (currency) => {
  const money = { amountMinor: 100, currency }
  expect(mt103Faults(composeMt103({ ...plain, debited: money, credited: money }))).toEqual([])
})

test('whatever the names, references and amounts are, the rules are kept', () => {
  for (let number = 0; number < 3_000; number += 1) {
    const transfer = transferNumber(number)
    const faults = mt103Faults(composeMt103(transfer))
    expect({ number, transfer, faults }).toEqual({ number, transfer, faults: [] })
  }
})

describe('the rules notice', () => {
  const mistakes: readonly [what: string, message: string, says: RegExp][] = [
    [
      'a line that ends without a carriage return',
      composeMt103(plain).replace('\r\n', '\n'),
      /CRLF/,
    ],
    ['a missing mandatory field', withField('71A', undefined), /71A is mandatory/],
    [
      'two fields that changed places',
      withField('23B', undefined).replace(':20:', ':23B:CRED\r\n:20:'),
      /order/,
    ],
    ['a field twice', withField('23B', 'CRED\r\n:23B:CRED'), /order/],
    ['an unknown field', withField('71A', 'SHA\r\n:77T:X'), /77T is not one/],
    ['an amount with a point', withField('33B', 'USD1234.56'), /33B .* format/],
    ['an amount of sixteen characters', withField('33B', 'USD1234567890123,45'), /33B .* format/],
    ['an amount without a comma', withField('32A', '260310USD1234'), /32A .* format/],
    ['a third decimal', withField('33B', 'USD1,234'), /33B .* format/],
    ['a currency that is none of ours', withField('33B', 'XXX1,'), /33B .* format/],
    ['a day that is not in the calendar', withField('32A', '260230USD1234,56'), /T50/],
    ['an amount of nothing', withField('32A', '260310USD0,00'), /C03/],
    ['two currencies without a rate', withField('33B', 'EUR1,'), /C1/],
    ['a rate within one currency', withField('33B', 'USD1234,56\r\n:36:1,'), /C1/],
    ['a reference that begins with a slash', withField('20', '/REF'), /20 .* format/],
    ['a reference with two slashes', withField('20', 'A//B'), /20 .* format/],
    ['a letter outside of character set x', withField('70', 'März'), /70 .* format/],
    ['a line that is too wide', withField('70', 'x'.repeat(36)), /70 .* format/],
    ['a fifth line', withField('70', 'a\r\nb\r\nc\r\nd\r\ne'), /70 .* format/],
    ['a line that begins with a hyphen', withField('70', 'a\r\n-b'), /70 .* format/],
    ['a bank code that is none', withField('57A', 'HABB'), /57A .* format/],
    ['charges for nobody', withField('71A', 'XXX'), /71A .* format/],
  ]

  test.each(mistakes)('%s', (_what, message, says) => {
    expect(mt103Faults(message).join('\n')).toMatch(says)
  })
})
