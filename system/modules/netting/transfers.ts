import { allOthers, netMinor } from './positions.ts'
import type { Position } from './positions.ts'

/** How a cycle is settled. */
export const modes = ['multilateral', 'bilateral'] as const
export type Mode = (typeof modes)[number]

export interface PlannedTransfer {
  readonly currency: string
  readonly debtorBank: string
  readonly creditorBank: string
  readonly amountMinor: bigint
}

/** Transfers that bring every position to zero; the same positions always give the same ones. */
export function planTransfers(
  positions: readonly Position[],
  mode: Mode,
): readonly PlannedTransfer[] {
  return mode === 'bilateral' ? betweenPairs(positions) : betweenAll(positions)
}

function betweenPairs(positions: readonly Position[]): readonly PlannedTransfer[] {
  return positions
    .filter((position) => position.counterparty !== allOthers && netMinor(position) < 0n)
    .map((position) => ({
      currency: position.currency,
      debtorBank: position.bank,
      creditorBank: position.counterparty,
      amountMinor: -netMinor(position),
    }))
}

interface Side {
  readonly bank: string
  leftMinor: bigint
}

/**
 * The largest debtor pays the largest creditor, and so on: one transfer fewer than there are banks,
 * at most.
 */
function betweenAll(positions: readonly Position[]): readonly PlannedTransfer[] {
  const towardsAll = positions.filter((position) => position.counterparty === allOthers)
  return [...Map.groupBy(towardsAll, (position) => position.currency)].flatMap(
    ([currency, own]) => {
      const debtors = sidesOf(own, -1n)
      const creditors = sidesOf(own, 1n)
      const planned: PlannedTransfer[] = []
      let [debtor, creditor] = [debtors.shift(), creditors.shift()]
      while (debtor !== undefined && creditor !== undefined) {
        const amountMinor =
          debtor.leftMinor < creditor.leftMinor ? debtor.leftMinor : creditor.leftMinor
        const banks = { debtorBank: debtor.bank, creditorBank: creditor.bank }
        planned.push({ currency, ...banks, amountMinor })
        debtor.leftMinor -= amountMinor
        creditor.leftMinor -= amountMinor
        if (debtor.leftMinor === 0n) debtor = debtors.shift()
        if (creditor.leftMinor === 0n) creditor = creditors.shift()
      }
      return planned
    },
  )
}

/** Banks whose position has this sign, largest first. */
function sidesOf(positions: readonly Position[], sign: bigint): Side[] {
  return positions
    .map((position) => ({ bank: position.bank, leftMinor: netMinor(position) * sign }))
    .filter(({ leftMinor }) => leftMinor > 0n)
    .toSorted((one, other) => {
      if (one.leftMinor !== other.leftMinor) return one.leftMinor > other.leftMinor ? -1 : 1
      return one.bank < other.bank ? -1 : 1
    })
}
