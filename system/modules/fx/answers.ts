import { convertMinor } from './convert.ts'
import { forEachCurrency, unitE9 } from './currencies.ts'
import type { Currency } from './currencies.ts'
import { fxErrors } from './errors.ts'
import type { FxSnapshot } from './quotes.ts'
import type {
  HistoryAnswer,
  HistoryQuery,
  QuoteAnswer,
  QuoteQuery,
  RatesAnswer,
} from './schemas.ts'

const spanDefaultMs = 3_600_000

export function ratesAnswer(snapshot: FxSnapshot): RatesAnswer {
  return {
    snapshotId: snapshot.id,
    at: isoText(snapshot.atMs),
    usdPerUnitE9: forEachCurrency((currency) => Number(snapshot.usdPerUnitE9[currency])),
    spiked: [...snapshot.spiked],
  }
}

export function quoteAnswer(snapshot: FxSnapshot, query: QuoteQuery): QuoteAnswer {
  const { from, to } = query
  const amountMinor = Number(query.amount_minor)
  const { creditedMinor, remainder } = convertMinor(amountMinor, from, to, snapshot)
  return {
    snapshotId: snapshot.id,
    at: isoText(snapshot.atMs),
    from,
    to,
    amountMinor,
    creditedMinor,
    remainder: { numerator: remainder, denominator: Number(snapshot.usdPerUnitE9[to]) },
  }
}

export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** @throws DomainError malformed for a span without a moment in it */
export function spanOf({ from, to }: HistoryQuery, nowMs: number): Span {
  // The newest snapshot may be of this very millisecond.
  const toMs = to === undefined ? nowMs + 1 : Date.parse(to)
  const fromMs = from === undefined ? toMs - spanDefaultMs : Date.parse(from)
  if (!(fromMs < toMs)) {
    throw fxErrors.emptySpan(isoText(fromMs), isoText(toMs))
  }
  return { fromMs, toMs }
}

export function historyAnswer(
  pair: string,
  { fromMs, toMs }: Span,
  snapshots: readonly FxSnapshot[],
): HistoryAnswer {
  const base = pair.slice(0, 3) as Currency
  const quote = pair.slice(3) as Currency
  const items = snapshots.map(({ id, atMs, usdPerUnitE9, spiked }) => ({
    snapshotId: id,
    at: isoText(atMs),
    rateE9: Number((usdPerUnitE9[base] * unitE9) / usdPerUnitE9[quote]),
    spiked: spiked.includes(base) || spiked.includes(quote),
  }))
  return { pair, from: isoText(fromMs), to: isoText(toMs), items }
}

function isoText(ms: number): string {
  return new Date(ms).toISOString()
}
