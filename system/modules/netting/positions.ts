/** Payments of one bank's customers to another's, in one currency. Amounts are minor units. */
export interface Flow {
  readonly debtorBank: string
  readonly creditorBank: string
  readonly currency: string
  readonly payments: number
  readonly grossMinor: bigint
}

export interface Position {
  readonly currency: string
  readonly bank: string
  /** A bank, or '' for all others together. */
  readonly counterparty: string
  readonly outgoingPayments: number
  readonly outgoingMinor: bigint
  readonly incomingPayments: number
  readonly incomingMinor: bigint
}

export interface CurrencyTotal {
  readonly currency: string
  readonly payments: number
  /** What would move if every payment were settled alone. */
  readonly grossMinor: bigint
  /** What moves when each pair of banks settles its difference. */
  readonly bilateralMinor: bigint
  /** What moves when each bank settles its position towards all others. */
  readonly multilateralMinor: bigint
  readonly bilateralEfficiencyE6: number
  readonly multilateralEfficiencyE6: number
}

export interface Netting {
  readonly totals: readonly CurrencyTotal[]
  readonly positions: readonly Position[]
}

export const allOthers = ''
const millionths = 1_000_000n

export function netMinor(position: Position): bigint {
  return position.incomingMinor - position.outgoingMinor
}

/** One flow for each pair of banks and currency, however often it was added to. */
export function addUp(flows: readonly Flow[]): readonly Flow[] {
  const byPair = Map.groupBy(
    flows,
    ({ currency, debtorBank, creditorBank }) => `${currency} ${debtorBank} ${creditorBank}`,
  )
  return [...byPair.values()].map((same) =>
    same.reduce((one, other) => ({
      ...one,
      payments: one.payments + other.payments,
      grossMinor: one.grossMinor + other.grossMinor,
    })),
  )
}

/** Positions of every bank towards all and towards each, and what netting saves, by currency. */
export function net(flows: readonly Flow[]): Netting {
  const byCurrency = [...Map.groupBy(flows, (flow) => flow.currency)].toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  )
  const perCurrency = byCurrency.map(([currency, own]) => netCurrency(currency, own))
  return {
    totals: perCurrency.map(({ total }) => total),
    positions: perCurrency.flatMap(({ positions }) => positions),
  }
}

function netCurrency(
  currency: string,
  flows: readonly Flow[],
): { total: CurrencyTotal; positions: readonly Position[] } {
  const positions = new Map<string, Position>()
  for (const { debtorBank, creditorBank, payments, grossMinor } of flows) {
    const out = { outgoingPayments: payments, outgoingMinor: grossMinor }
    const into = { incomingPayments: payments, incomingMinor: grossMinor }
    add(positions, { currency, bank: debtorBank, counterparty: allOthers, ...nothing, ...out })
    add(positions, { currency, bank: creditorBank, counterparty: allOthers, ...nothing, ...into })
    add(positions, { currency, bank: debtorBank, counterparty: creditorBank, ...nothing, ...out })
    add(positions, { currency, bank: creditorBank, counterparty: debtorBank, ...nothing, ...into })
  }
  const sorted = [...positions.values()].toSorted(byBank)
  return { total: totalOf(currency, flows, sorted), positions: sorted }
}

const nothing = {
  outgoingPayments: 0,
  outgoingMinor: 0n,
  incomingPayments: 0,
  incomingMinor: 0n,
} as const

function add(positions: Map<string, Position>, more: Position): void {
  const key = `${more.bank} ${more.counterparty}`
  const before = positions.get(key)
  positions.set(key, before === undefined ? more : sumOf(before, more))
}

function sumOf(one: Position, other: Position): Position {
  return {
    ...one,
    outgoingPayments: one.outgoingPayments + other.outgoingPayments,
    outgoingMinor: one.outgoingMinor + other.outgoingMinor,
    incomingPayments: one.incomingPayments + other.incomingPayments,
    incomingMinor: one.incomingMinor + other.incomingMinor,
  }
}

function byBank(one: Position, other: Position): number {
  const [left, right] = [`${one.bank} ${one.counterparty}`, `${other.bank} ${other.counterparty}`]
  return left < right ? -1 : Number(left > right)
}

function totalOf(
  currency: string,
  flows: readonly Flow[],
  positions: readonly Position[],
): CurrencyTotal {
  const grossMinor = flows.reduce((sum, flow) => sum + flow.grossMinor, 0n)
  const moved = (of: readonly Position[]): bigint =>
    of.map(netMinor).reduce((sum, each) => (each > 0n ? sum + each : sum), 0n)
  const multilateralMinor = moved(positions.filter((each) => each.counterparty === allOthers))
  const bilateralMinor = moved(positions.filter((each) => each.counterparty !== allOthers))
  return {
    currency,
    payments: flows.reduce((sum, flow) => sum + flow.payments, 0),
    grossMinor,
    bilateralMinor,
    multilateralMinor,
    bilateralEfficiencyE6: efficiencyE6(grossMinor, bilateralMinor),
    multilateralEfficiencyE6: efficiencyE6(grossMinor, multilateralMinor),
  }
}

/**
 * 1 - sum |net| / (2 gross): what banks get and what they pay are the same sum, so half of |net| is
 * moved.
 */
function efficiencyE6(grossMinor: bigint, movedMinor: bigint): number {
  return Number(((grossMinor - movedMinor) * millionths) / grossMinor)
}
