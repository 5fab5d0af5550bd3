import type { ShapeResult } from '../document.ts'
import { majorText } from './money.ts'

/**
 * The report of the source document (R3.28), field by field as it has them. All figures are of the
 * whole run, its ramp included, and payments per second count every payment that ended, well or
 * not: in the source's own, 358,476 payments at T+120 s are 2,987.3 per second. What a load is
 * judged by, which leaves the ramps out, is in the run's own documents.
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
    /**
     * Null where nothing was measured, as are the rates and latencies below: zero would be a
     * figure.
     */
    readonly success_rate_pct: number | null
    readonly avg_tps: number | null
    readonly max_tps: number | null
    readonly min_tps: number | null
    readonly latency_ms: Readonly<Record<'average' | 'p95' | 'p99', number | null>>
    readonly volume_by_currency: Readonly<Record<string, string>>
    /** Null where the system does not tell. */
    readonly liquidity_rebalances: number | null
  }
}

/** Codes of the banks in the system's answer of them; none where it does not say. */
export function bankCodes(answer: unknown): string[] {
  const { banks } = (answer ?? {}) as { readonly banks?: unknown }
  if (!Array.isArray(banks)) return []
  return banks.flatMap(({ bic }: { readonly bic?: unknown }) =>
    typeof bic === 'string' ? [bic] : [],
  )
}

/** `stress_test_report_YYYYMMDD_HHMMSS.json`, by the start of the run in UTC. */
export function sourceReportName(startedAt: string): string {
  const [date = '', time = ''] = startedAt.slice(0, 19).split('T')
  return `stress_test_report_${date.replaceAll('-', '')}_${time.replaceAll(':', '')}.json`
}

export function sourceReport(result: ShapeResult, banks: readonly string[]): SourceReport {
  const { load, level } = result
  const { whole } = load
  const rates = ratesOfStretches(load)
  const latency = whole.latencyMs
  const seconds = scheduleMs(load) / 1_000
  return {
    test_config: {
      target_tps: tenths(level.journeysPerSecond),
      duration_seconds: rounded(seconds, 3),
      banks,
    },
    results: {
      total_payments: whole.offered,
      successful: whole.completed,
      failed: whole.offered - whole.completed,
      success_rate_pct:
        whole.offered === 0 ? null : rounded((100 * whole.completed) / whole.offered, 2),
      avg_tps: whole.seconds > 0 ? rounded(whole.offered / seconds, 1) : null,
      max_tps: rates.length === 0 ? null : rounded(Math.max(...rates), 1),
      min_tps: rates.length === 0 ? null : rounded(Math.min(...rates), 1),
      latency_ms: {
        average: tenths(latency?.mean),
        p95: tenths(latency?.p95),
        p99: tenths(latency?.p99),
      },
      volume_by_currency: Object.fromEntries(
        Object.entries(load.volumesMinor).map(([currency, minor]) => [currency, majorText(minor)]),
      ),
      liquidity_rebalances: rebalances(result),
    },
  }
}

/** What is offered last ends a little later, which lengthens no duration that was asked for. */
function scheduleMs({ parts, durationMs }: ShapeResult['load']): number {
  return parts.at(-1)?.toMs ?? durationMs
}

/** Of whole stretches; the last one, in which the schedule ends, is cut short. */
function ratesOfStretches(load: ShapeResult['load']): number[] {
  const endMs = scheduleMs(load) + slackMs
  return load.stretches.flatMap(({ toMs, completedPerSecond, shed, errors }, index) => {
    const lengthMs = toMs - (load.stretches[index - 1]?.toMs ?? 0)
    const isWhole = toMs <= endMs && lengthMs > 2 * slackMs
    return isWhole ? [completedPerSecond + ((shed + errors) * 1_000) / lengthMs] : []
  })
}

/** By which a timer may be early or late. */
const slackMs = 50

/** Since the system began, which was for this run. */
function rebalances({ load }: ShapeResult): number | null {
  const last = load.observations.findLast(({ values }) => 'liquidityRebalances' in values)
  return last?.values['liquidityRebalances'] ?? null
}

function tenths(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : rounded(value, 1)
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
