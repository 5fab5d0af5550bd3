import { randomBytes } from 'node:crypto'

/** Small payments of an oracle's own, every fourth of them between two currencies. */
export interface ProbeOrder {
  readonly key: string
  readonly order: {
    readonly debtorAccount: string
    readonly creditorAccount: string
    readonly amountMinor: number
    readonly currency: string
    readonly reference: string
  }
}

const account = (index: number): string => `ACC-${String(index).padStart(6, '0')}`
const accounts = 40
/** Of the seed: dollars at one bank, euros at another. */
const dollarsAbroad = 1_001
const eurosAbroad = 1_022

/** Keys that nobody else has used. */
export function probeOrders(count: number): readonly ProbeOrder[] {
  const prefix = `oracle-${randomBytes(6).toString('hex')}`
  return Array.from({ length: count }, (_, number) => {
    const debtor = number % accounts
    const isAbroad = number % 4 === 3
    return {
      key: `${prefix}-${number}`,
      order: {
        debtorAccount: account(isAbroad ? dollarsAbroad : debtor + 1),
        creditorAccount: account(isAbroad ? eurosAbroad : ((debtor + 7) % accounts) + 1),
        amountMinor: 1_001 + number * 7,
        currency: 'USD',
        reference: `oracle ${number}`,
      },
    }
  })
}
