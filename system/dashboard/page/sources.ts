import { hearBusinessTime } from './business-time.ts'
import type {
  Alerts,
  BankMetrics,
  Banks,
  DailyMetrics,
  FxHistory,
  FxRates,
  HeatMap,
  NettingCycles,
  NettingPositions,
  PaymentPage,
  Pools,
  Realtime,
  Rebalances,
  Reviews,
} from './endpoints.ts'
import { Source } from './source.ts'

/** Everything that the page asks of the API. The socket answers some of it before it is asked. */
export interface Sources {
  readonly realtime: Source<Realtime>
  readonly payments: Source<PaymentPage>
  readonly bankMetrics: Source<BankMetrics>
  readonly daily: Source<DailyMetrics>
  readonly rates: Source<FxRates>
  /** By currency, against USD. */
  readonly rateHistory: Readonly<Record<string, Source<FxHistory>>>
  readonly cycles: Source<NettingCycles>
  readonly positions: Source<NettingPositions>
  readonly banks: Source<Banks>
  readonly reviews: Source<Reviews>
  readonly alerts: Source<Alerts>
  readonly heatMap: Source<HeatMap>
  readonly pools: Source<Pools>
  readonly rebalances: Source<Rebalances>
}

/** Most payments that are kept; more than a screen shows, far fewer than arrive. */
export const mostPayments = 50

/** Those whose price in USD moves. */
const quotedCurrencies = ['AED', 'ILS', 'PKR', 'INR', 'EUR', 'GBP', 'SAR'] as const
const historyPoints = 120

export function createSources(): Sources {
  return {
    realtime: new Source({ path: '/metrics/realtime', intervalMs: 1_000 }),
    payments: new Source({ path: `/payments?page=1&page_size=${mostPayments}`, intervalMs: 3_000 }),
    bankMetrics: new Source({ path: '/metrics/banks', intervalMs: 2_000 }),
    daily: new Source({ path: '/metrics/daily?days=7', intervalMs: 10_000 }),
    rates: new Source({ path: '/fx/rates', intervalMs: 2_000 }),
    rateHistory: Object.fromEntries(
      quotedCurrencies.map((currency) => [
        currency,
        new Source<FxHistory>({
          path: `/fx/rates/history?pair=${currency}USD&points=${historyPoints}`,
          intervalMs: 20_000,
        }),
      ]),
    ),
    cycles: new Source({ path: '/netting/cycles?page_size=12', intervalMs: 5_000 }),
    positions: new Source({ path: '/netting/positions', intervalMs: 5_000 }),
    banks: banksThatTellTheTime(),
    reviews: new Source({ path: '/compliance/reviews?page_size=20', intervalMs: 3_000 }),
    alerts: new Source({ path: '/compliance/alerts?page_size=20', intervalMs: 5_000 }),
    heatMap: new Source({ path: '/compliance/heat-map', intervalMs: 5_000 }),
    pools: new Source({ path: '/liquidity/pools', intervalMs: 2_000 }),
    rebalances: new Source({ path: '/liquidity/rebalances?page_size=10', intervalMs: 5_000 }),
  }
}

/** Their answer says as of when it is, which is what time it is to the system. */
function banksThatTellTheTime(): Source<Banks> {
  const banks = new Source<Banks>({ path: '/banks', intervalMs: 3_000 })
  banks.onChange(() => {
    const { data, failure, atMs } = banks.reading
    if (data !== undefined && failure === undefined) {
      hearBusinessTime(data.at, atMs)
    }
  })
  return banks
}

export function everySource({ rateHistory, ...others }: Sources): readonly Source<unknown>[] {
  return [...Object.values(others), ...Object.values(rateHistory)]
}
