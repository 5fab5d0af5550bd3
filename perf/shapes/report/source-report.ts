import type { ShapeResult } from '../document.ts'
import { majorText } from './money.ts'

/**
 * The report of the source document (R3.28), field by field as it has them. Rates and latency are those
 * without ramps, as the source's own figures must be; counts are of the whole run.
 */
export interface SourceReport {
  readonly test_config: {
    readonly target_tps: number | null
    readonly duration_seconds: number
    readonly banks: readonly string[]
  }
  readonly results: {
    readonly total_payments: number
    readonly successful: number
    readonly failed: number
    readonly success_rate_pct: number
    readonly avg_tps: number
    readonly max_tps: number
    readonly min_tps: number
    readonly latency_ms: { readonly average: number; readonly p95: number; readonly p99: number }
    readonly volume_by_currency: Readonly<Record<string, string>>
    /** Null where the system does not tell. */
    readonly liquidity_rebalances: number | null
  }
}

/** `stress_test_report_YYYYMMDD_HHMMSS.json`, by the start of the run in UTC. */
export function sourceReportName(startedAt: string): string {
  const [date = '', time = ''] = startedAt.slice(0, 19).split('T')
  return `stress_test_report_${date.replaceAll('-', '')}_${time.replaceAll(':', '')}.json`
}

export function sourceReport(result: ShapeResult, banks: readonly string[]): SourceReport {
  const { load, level } = result
  const { whole, steady } = load
  const rates = steadyRates(load)
  const latency = steady.latencyMs
  const lengthMs = load.parts.at(-1)?.toMs ?? load.durationMs
  return {
    test_config: {
      target_tps: level.journeysPerSecond === null ? null : rounded(level.journeysPerSecond, 1),
      duration_seconds: rounded(lengthMs / 1_000, 3),
      banks,
    },
    results: {
      total_payments: whole.offered,
      successful: whole.completed,
      failed: whole.offered - whole.completed,
      success_rate_pct:
        whole.offered === 0 ? 0 : rounded((100 * whole.completed) / whole.offered, 2),
      avg_tps: rounded(steady.completedPerSecond, 1),
      max_tps: rounded(Math.max(0, ...rates), 1),
      min_tps: rounded(rates.length === 0 ? 0 : Math.min(...rates), 1),
      latency_ms: {
        average: rounded(latency?.mean ?? 0, 1),
        p95: rounded(latency?.p95 ?? 0, 1),
        p99: rounded(latency?.p99 ?? 0, 1),
      },
      volume_by_currency: Object.fromEntries(
        Object.entries(load.volumesMinor).map(([currency, minor]) => [currency, majorText(minor)]),
      ),
      liquidity_rebalances: rebalances(result),
    },
  }
}

/** Of whole stretches outside the ramps; the last one, in which the schedule ends, is cut short. */
function steadyRates({ parts, stretches }: ShapeResult['load']): number[] {
  const steady = parts.filter(({ role }) => role !== 'ramp')
  return stretches.flatMap(({ toMs, completedPerSecond }, index) => {
    const fromMs = stretches[index - 1]?.toMs ?? 0
    const isWhole = steady.some(
      (part) => fromMs >= part.fromMs - slackMs && toMs <= part.toMs + slackMs,
    )
    return isWhole && toMs - fromMs > 2 * slackMs ? [completedPerSecond] : []
  })
}

/** By which a timer may be early or late. */
const slackMs = 50

/** Since the system began, which was for this run. */
function rebalances({ load }: ShapeResult): number | null {
  const last = load.observations.findLast(({ values }) => 'liquidityRebalances' in values)
  return last?.values['liquidityRebalances'] ?? null
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
