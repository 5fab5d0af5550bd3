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

test('a message of unusual size does not keep its memory once it is not the last', () => {
  const message = new BindMessage()
  const memory = () => message.composed.buffer.byteLength
  const usual = 'x'.repeat(1024 * 1024)
  message.compose('', [usual])
  const kept = memory()
  message.compose('', ['a'])
  expect(memory()).toBe(kept)

  const unusual = 'x'.repeat(9 * 1024 * 1024)
  expect(message.compose('', [unusual]).includes(unusual)).toBe(true)
  expect(memory()).toBeGreaterThan(9 * 1024 * 1024)
  expect(message.compose('', ['a'])).toEqual(new BindMessage().compose('', ['a']))
  expect(memory()).toBe(64 * 1024)
})
