import { expect, test } from 'vitest'
import { decimalComma, decimalPoint, exchangeRate } from './amounts.ts'

const money = (amountMinor: number) => ({ amountMinor, currency: 'USD' })

test('minor units are written as decimals, exactly', () => {
  expect(decimalPoint(money(5))).toBe('0.05')
  expect(decimalPoint(money(123_400))).toBe('1234.00')
  expect(decimalComma(money(9_007_199_254_740_991))).toBe('90071992547409,91')
})

test('the largest payment fits into the fifteen characters of field 32A', () => {
  expect(decimalComma(money(10_000_000_000_000))).toHaveLength(15)
})

test('a rate has as many decimals as there is room for, rounded down, without zeros at its end', () => {
  expect(exchangeRate(money(300), money(100), 11)).toBe('0.3333333333')
  expect(exchangeRate(money(100), money(27_850), 11)).toBe('278.5')
  expect(exchangeRate(money(100), money(400), 11)).toBe('4')
})
