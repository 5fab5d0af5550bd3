import { describe, expect, test } from 'vitest'
import { plainEfficiencyE6, plainPositions } from './netting-oracle.ts'
import type { PlainPayment } from './netting-oracle.ts'
import { net, netMinor } from './positions.ts'
import type { Flow, Position } from './positions.ts'
import { modes, planTransfers } from './transfers.ts'

const banks = ['ENBXAEADXXX', 'LUMIILITXXX', 'HABBPKKKXXX', 'SBININBBXXX'] as const
const currencies = ['USD', 'AED', 'EUR'] as const

const flow = (debtorBank: string, creditorBank: string, grossMinor: bigint): Flow => ({
  debtorBank,
  creditorBank,
  currency: 'USD',
  payments: 1,
  grossMinor,
})

test('a ring of equal payments nets to nothing, though no pair is even', () => {
  const { totals, positions } = net([
    flow('A', 'B', 100n),
    flow('B', 'C', 100n),
    flow('C', 'A', 100n),
  ])
  expect(totals).toEqual([
    {
      currency: 'USD',
      payments: 3,
      grossMinor: 300n,
      bilateralMinor: 300n,
      multilateralMinor: 0n,
      bilateralEfficiencyE6: 0,
      multilateralEfficiencyE6: 1_000_000,
    },
  ])
  expect(planTransfers(positions, 'multilateral')).toEqual([])
  expect(planTransfers(positions, 'bilateral')).toHaveLength(3)
})

test('gross, bilateral and multilateral of three banks, by hand', () => {
  const { totals, positions } = net([flow('A', 'B', 70n), flow('B', 'A', 30n), flow('B', 'C', 50n)])
  expect(totals[0]).toMatchObject({ grossMinor: 150n, bilateralMinor: 90n, multilateralMinor: 50n })
  expect(totals[0]?.multilateralEfficiencyE6).toBe(666_666)
  expect(planTransfers(positions, 'multilateral')).toEqual([
    { currency: 'USD', debtorBank: 'A', creditorBank: 'C', amountMinor: 40n },
    { currency: 'USD', debtorBank: 'B', creditorBank: 'C', amountMinor: 10n },
  ])
})

test('nothing nets to nothing', () => {
  expect(net([])).toEqual({ totals: [], positions: [] })
})

describe('against the oracle, a thousand times', () => {
  test('positions and efficiency are those of one payment after the other', () => {
    for (let seed = 1; seed <= 1_000; seed += 1) {
      const payments = randomPayments(seed)
      const { totals, positions } = net(flowsOf(payments))
      const found = Object.fromEntries(positions.map((each) => [keyOf(each), netMinor(each)]))
      expect(found).toEqual(plainPositions(payments))
      for (const total of totals) {
        const expected = plainEfficiencyE6(payments, total.currency)
        expect(total.multilateralEfficiencyE6).toBe(expected)
        expect(total.bilateralEfficiencyE6).toBeLessThanOrEqual(expected)
      }
    }
  })

  test.each(modes)(
    '%s transfers bring every bank to zero, with as little money as it takes',
    (mode) => {
      for (let seed = 1; seed <= 1_000; seed += 1) {
        const { totals, positions } = net(flowsOf(randomPayments(seed)))
        const transfers = planTransfers(positions, mode)
        const left = new Map(
          positions
            .filter(({ counterparty }) => counterparty === '')
            .map((position) => [keyOf(position), netMinor(position)]),
        )
        for (const { currency, debtorBank, creditorBank, amountMinor } of transfers) {
          expect(amountMinor).toBeGreaterThan(0n)
          const [debtor, creditor] = [`${currency} ${debtorBank}`, `${currency} ${creditorBank}`]
          left.set(debtor, (left.get(debtor) ?? 0n) + amountMinor)
          left.set(creditor, (left.get(creditor) ?? 0n) - amountMinor)
        }
        expect([...left.values()].filter((minor) => minor !== 0n)).toEqual([])
        const moved = transfers.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
        const least = totals.reduce(
          (sum, each) =>
            sum + (mode === 'bilateral' ? each.bilateralMinor : each.multilateralMinor),
          0n,
        )
        expect(moved).toBe(least)
      }
    },
  )
})

function keyOf({ currency, bank, counterparty }: Position): string {
  return `${currency} ${bank}${counterparty === '' ? '' : ` ${counterparty}`}`
}

function randomPayments(seed: number): readonly PlainPayment[] {
  let state = seed * 2_654_435_761
  const below = (bound: number): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % bound
  }
  const bank = (): string => banks[below(banks.length)] ?? banks[0]
  return Array.from({ length: below(40) }, () => ({
    debtorBank: bank(),
    creditorBank: bank(),
    currency: currencies[below(currencies.length)] ?? 'USD',
    amountMinor: below(5) === 0 ? 100 : 1 + below(2 ** 31) * 4_000,
  }))
}

/** As the statement adds them up. */
function flowsOf(payments: readonly PlainPayment[]): readonly Flow[] {
  const between = payments.filter(({ debtorBank, creditorBank }) => debtorBank !== creditorBank)
  const groups = Map.groupBy(
    between,
    (each) => `${each.currency} ${each.debtorBank} ${each.creditorBank}`,
  )
  return [...groups.values()].flatMap((same) => {
    const [first] = same
    if (first === undefined) return []
    const { currency, debtorBank, creditorBank } = first
    const grossMinor = same.reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), 0n)
    return [{ currency, debtorBank, creditorBank, payments: same.length, grossMinor }]
  })
}
