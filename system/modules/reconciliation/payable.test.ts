import { describe, expect, it } from 'vitest'
import { listIds } from './errors.ts'
import { requireDistinct, requirePayable } from './payable.ts'
import type { InvoiceRow } from './payable.ts'

const deposit = { id: 'D', customerId: 'C', currency: 'EUR', unallocatedMinor: 100 }
const row = (
  id: string,
  changes: Partial<[string, string, string, number, number]> = [],
): InvoiceRow =>
  Object.assign<[string, string, string, number, number], typeof changes>(
    [id, 'C', 'EUR', 10, 10],
    changes,
  )

describe('a list of invoices', () => {
  it('with one named three times says so once', () => {
    expect(() => requireDistinct(['a', 'b', 'a', 'a'])).toThrow(
      /^invoice named twice: a; expected each once$/,
    )
    expect(() => requireDistinct(['a', 'b'])).not.toThrow()
  })

  it('is payable when all of it belongs to the deposit and is open', () => {
    expect(() => requirePayable(deposit, ['a', 'b'], [row('a'), row('b')])).not.toThrow()
  })

  it('is refused for what is unknown before anything else is looked at', () => {
    const rows = [row('a', ['a', 'X', 'USD', 0, 0])]
    expect(() => requirePayable(deposit, ['a', 'b'], rows)).toThrow('invoice does not exist: b')
  })

  it('is refused for another customer, another currency, or a paid invoice, each by name', () => {
    const wrong: [InvoiceRow, string][] = [
      [row('b', ['b', 'X']), 'another customer: b; expected invoices of C'],
      [row('b', ['b', 'C', 'USD']), 'another currency: b; expected EUR'],
      [row('b', ['b', 'C', 'EUR', 0]), 'paid already: b'],
    ]
    for (const [invoice, message] of wrong) {
      expect(() => requirePayable(deposit, ['a', 'b'], [row('a'), invoice])).toThrow(message)
    }
  })

  it('is refused by a deposit that has nothing left', () => {
    const spent = { ...deposit, unallocatedMinor: 0 }
    expect(() => requirePayable(spent, ['a'], [row('a')])).toThrow('deposit D has nothing left')
  })
})

describe('a message about many invoices', () => {
  it('names five and counts the rest', () => {
    const ids = Array.from({ length: 3_000 }, (_, index) => `I${index}`)
    expect(listIds(ids)).toBe('I0, I1, I2, I3, I4 and 2995 more')
    expect(listIds(ids.slice(0, 5))).toBe('I0, I1, I2, I3, I4')
  })
})
