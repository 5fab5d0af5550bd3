import { expect, test } from 'vitest'
import { BindMessage } from './bind-message.ts'

test('is what the protocol says: names, formats, parameters, and the format of results', () => {
  const number = { writeTo: (message: BindMessage) => message.int32(7) }
  const bytes = new BindMessage().compose('name', ['é', undefined, number])
  expect(bytes.toString('hex')).toBe(
    [
      '42',
      (bytes.length - 1).toString(16).padStart(8, '0'),
      '00',
      '6e616d6500',
      '0003',
      '000000000001',
      '0003',
      '00000002c3a9',
      'ffffffff',
      '0000000400000007',
      '00010000',
    ].join(''),
  )
})

test('has room for whatever comes, and nothing of the message before is left', () => {
  const message = new BindMessage()
  const long = 'ü'.repeat(200_000)
  expect(message.compose('', [long]).includes(long)).toBe(true)
  const short = message.compose('', ['a'])
  expect(short).toEqual(new BindMessage().compose('', ['a']))
})
