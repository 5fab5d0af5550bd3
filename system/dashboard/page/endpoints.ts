/** What the API answers, as far as the page reads it. */

/** GET /metrics/realtime, and the frame `metrics_update`. */
export interface Realtime {
  readonly tps: number
  /** Settled in the last 24 h by currency: major units as decimal text. */
  readonly volume_24h: Readonly<Record<string, string>>
  /** Percent of the last hour; null when nothing was recorded in it. */
  readonly success_rate: number | null
  readonly pending_count: number
  readonly processing_count: number
  readonly queue_depth: number
  readonly failed_last_1h: number
  readonly settled_today: number
  readonly active_banks: number
  readonly compliance_review: number
}

export interface Payment {
  readonly id: string
  readonly status: string
  readonly debtorAccount: string
  readonly creditorAccount: string
  readonly amountMinor: number
  readonly currency: string
  readonly reference?: string
  /** Where the creditor gets another currency. */
  readonly creditedMinor?: number
  readonly creditorCurrency?: string
  readonly rejection?: string
  readonly reviewReasons?: readonly string[]
  /** When a queued one will be settled. */
  readonly releaseAt?: string
  /** ISO 8601, UTC. */
  readonly createdAt: string
}

/** GET /payments */
export interface PaymentPage {
  readonly items: readonly Payment[]
}

export type Volumes = Readonly<Record<string, string>>

/** GET /metrics/banks: today, UTC. */
export interface BankMetrics {
  readonly date: string
  readonly banks: readonly {
    readonly bank: string
    readonly rejected: number
    readonly successRate: number | null
  }[]
  readonly flows: readonly BankFlow[]
}

export interface BankFlow {
  /** BIC. */
  readonly from: string
  readonly to: string
  readonly count: number
  readonly volume: Volumes
}

/** GET /metrics/daily, oldest first. */
export interface DailyMetrics {
  readonly days: readonly Day[]
}

export interface Day {
  /** UTC day. */
  readonly date: string
  readonly recorded: number
  readonly settled: number
  readonly rejected: number
  readonly queued: number
  readonly inReview: number
  readonly successRate: number | null
  readonly volume: Volumes
}

/** GET /fx/rates */
export interface FxRates {
  readonly snapshotId: number
  readonly at: string
  readonly usdPerUnitE9: Readonly<Record<string, number>>
  /** Currencies that jumped at this tick. */
  readonly spiked: readonly string[]
}

/** GET /fx/rates/history, in order of time. */
export interface FxHistory {
  readonly pair: string
  readonly items: readonly {
    readonly at: string
    readonly rateE9: number
    readonly spiked: boolean
  }[]
}

/** What moves in one currency: payment by payment, by pairs, by positions. Minor units. */
export interface NettingTotal {
  readonly currency: string
  readonly payments: number
  readonly grossMinor: number
  readonly bilateralMinor: number
  readonly multilateralMinor: number
}

export interface NettingCycle {
  readonly id: number
  readonly state: string
  readonly payments: number
  readonly openedAt: string
  readonly closedAt: string | null
  readonly settledAt: string | null
  readonly totals: readonly NettingTotal[]
}

/** GET /netting/cycles, newest first. */
export interface NettingCycles {
  readonly items: readonly NettingCycle[]
}

/** GET /netting/positions: the open cycle. */
export interface NettingPositions {
  readonly cycleId: number | null
  readonly payments: number
  readonly totals: readonly NettingTotal[]
  readonly positions: readonly {
    readonly currency: string
    readonly bank: string
    /** null: against all others together. */
    readonly counterparty: string | null
    readonly netMinor: number
  }[]
}

/** GET /banks */
export interface Banks {
  /** What time it is to the system. */
  readonly at: string
  readonly banks: readonly Bank[]
}

export interface Bank {
  readonly bic: string
  readonly name: string
  readonly city: string
  readonly timeZone: string
  /** ISO 8601 with the offset that holds there now. */
  readonly localTime: string
  readonly open: boolean
  readonly opensAt: string
  readonly closesAt: string
  readonly window: {
    /** Local HH:MM. */
    readonly opens: string
    readonly closes: string
    /** 1 is Monday. */
    readonly weekdays: readonly number[]
  }
  readonly dailyLimitUsdMinor: number
  readonly sentTodayUsdMinor: number
  /** Payments accepted while it was closed. */
  readonly violations: number
}

export interface HeldPayment {
  readonly paymentId: string
  readonly reasons: readonly string[]
  readonly debtorAccount: string
  readonly creditorAccount: string
  readonly debtorBank: string
  readonly creditorBank: string
  readonly amountMinor: number
  readonly currency: string
  readonly usdMinor: number
  readonly raisedAt: string
}

/** GET /compliance/reviews, oldest first. */
export interface Reviews {
  readonly items: readonly HeldPayment[]
  readonly waiting: number
}

export interface Alert extends HeldPayment {
  readonly status: string
  readonly decision?: string
}

/** GET /compliance/alerts, newest first. */
export interface Alerts {
  readonly items: readonly Alert[]
}

/** GET /compliance/heat-map: today, UTC. */
export interface HeatMap {
  readonly date: string
  readonly corridors: readonly Corridor[]
}

export interface Corridor {
  readonly from: string
  readonly to: string
  readonly count: number
  readonly reviewed: number
  /** Between 0 and 1. */
  readonly reviewShare: number
  readonly usdMinor: number
}

/** GET /liquidity/pools */
export interface Pools {
  readonly items: readonly Pool[]
}

export interface Pool {
  readonly poolId: string
  readonly currency: string
  readonly initialMinor: number
  readonly balanceMinor: number
  readonly percentOfInitial: number
  readonly lowMinor: number
  readonly highMinor: number
  readonly status: string
}

/** GET /liquidity/rebalances, newest first. */
export interface Rebalances {
  readonly items: readonly Rebalance[]
  readonly total: number
}

export interface Rebalance {
  readonly poolId: string
  readonly currency: string
  readonly amountMinor: number
  readonly balanceBeforeMinor: number
  readonly balanceAfterMinor: number
  readonly rebalanceReason: string
  readonly timestamp: string
  readonly status: string
}
