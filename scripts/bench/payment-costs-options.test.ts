import { expect, test } from 'vitest'
import { parsePaymentCostsOptions } from './payment-costs-options.ts'

test('without flags this checkout is measured, by the thousand', () => {
  expect(parsePaymentCostsOptions([])).toEqual({
    help: false,
    base: undefined,
    load: 'bulk',
    rate: 6_000,
    rounds: 6,
    seconds: 5,
    isProfiled: false,
  })
})

test('each is turned by its flag', () => {
  const argv = ['--base', '/tmp/base', '--load', 'pay', '--rate', '3000', '--rounds', '2']
  expect(parsePaymentCostsOptions([...argv, '--seconds', '0.5', '--profile', '-h'])).toEqual({
    help: true,
    base: '/tmp/base',
    load: 'pay',
    rate: 3_000,
    rounds: 2,
    seconds: 0.5,
    isProfiled: true,
  })
})

test.each([
  ['--rounds 0', '--rounds is "0", expected a whole number from 1 to 1000'],
  ['--rounds 0.5', '--rounds is "0.5", expected a whole number from 1 to 1000'],
  ['--rounds 1001', '--rounds is "1001", expected a whole number from 1 to 1000'],
  ['--seconds 0', '--seconds is "0", expected a number from 0.1 to 3600'],
  ['--seconds 1e9', '--seconds is "1e9", expected a number from 0.1 to 3600'],
  ['--seconds soon', '--seconds is "soon", expected a number from 0.1 to 3600'],
  ['--load pay --rate 1e6', '--rate is "1e6", expected a number from 1 to 50000'],
  ['--load none', '--load is "none", expected bulk, pay, lane'],
  ['--rate 3000', '--rate is given with --load bulk, expected it with --load pay alone'],
  ['--load lane --rate 9', '--rate is given with --load lane, expected it with --load pay alone'],
  ['--load lane --profile', '--profile is given with --load lane, expected it with --load bulk'],
  ['fast', 'node scripts/payment-costs.ts got "fast", expected no words'],
])('%s is refused', (line, said) => {
  expect(() => parsePaymentCostsOptions(line.split(' '))).toThrow(said)
})
