import type { Client } from 'pg'
import type { TargetClient } from '../../target/client.ts'
import type { LoadFigures, ShapeResult } from '../document.ts'
import { type Check, check, orUnmet, rowsOf } from './check.ts'
import { queryChecks } from './infrastructure.ts'

/**
 * R3.32: what a short load has to show. The project's own bound for p99 is told beside the
 * source's.
 */
export function executionChecks(load: LoadFigures, asked: number): Check[] {
  const { steady, whole } = load
  const success = whole.offered === 0 ? 0 : (100 * whole.completed) / whole.offered
  const p99 = steady.latencyMs?.p99
  const off = (100 * Math.abs(steady.completedPerSecond - asked)) / asked
  const rate = steady.completedPerSecond.toFixed(1)
  return [
    check(
      'R3.32',
      'payments per second within 10 % of the target',
      off <= 10,
      `${rate}/s of ${asked}/s, ${off.toFixed(1)} % off`,
    ),
    check(
      'R3.32',
      'success above 95 %',
      success > 95,
      `${success.toFixed(2)} %, ${whole.completed} of ${whole.offered}`,
    ),
    check(
      'R3.32',
      'p99 below 500 ms',
      p99 !== undefined && p99 < 500,
      `${p99?.toFixed(1)} ms (the project promises 150 ms)`,
    ),
    check(
      'R3.32',
      'no crash and no error',
      whole.errors === 0,
      `${whole.errors} errors, ${load.timeouts} without an answer, ${load.connectionErrors} connections lost`,
    ),
  ]
}

/** @param text of the file as it was read again; undefined where there is none */
export function reportCheck(file: string, text: string | undefined, { whole }: LoadFigures): Check {
  const what = 'the JSON report is written'
  if (text === undefined) return check('R3.32', what, false, `${file} is not there`)
  const told = paymentsIn(text)
  const evidence = `${file} tells of ${told ?? 'no'} payments, ${whole.offered} were offered`
  return check('R3.32', what, told === whole.offered, evidence)
}

function paymentsIn(text: string): number | undefined {
  try {
    const { results } = JSON.parse(text) as { results?: { total_payments?: number } }
    return results?.total_payments
  } catch {
    return undefined
  }
}

/**
 * What the load was judged to be by its own rules: mixes, objectives, invariants, and whether it
 * measured.
 */
export function outcomeCheck({
  outcome,
  reasons,
}: Pick<ShapeResult, 'outcome' | 'reasons'>): Check {
  const evidence = [outcome, ...reasons].join('; ')
  return check('R3.32', 'the load is judged as passed', outcome === 'passed', evidence)
}

const featureQueries = [
  {
    what: 'payments outside a clearing window are logged and held',
    sql: `select count(*) > 0 as met,
      count(*) || ' held for their window, the first to be released at ' || coalesce(min(release_at)::text, '-') as evidence
      from payment where release_at is not null`,
  },
  {
    what: 'exchange rates have spiked',
    sql: `select coalesce(sum(cardinality(spiked)), 0) > 0 as met,
      coalesce(sum(cardinality(spiked)), 0) || ' spikes in ' || count(*) || ' ticks' as evidence from fx_snapshot`,
  },
  {
    what: 'a pool was rebalanced',
    sql: `select count(*) > 0 as met,
      count(*) || ' rebalances: ' || coalesce(string_agg(distinct currency, ', '), 'none') as evidence
      from liquidity_movement where is_rebalance and status = 'done'`,
  },
  {
    what: 'payments are spread over the banks',
    sql: `select count(*) = 4 as met, string_agg(bank || ' ' || payments, ', ' order by bank) as evidence from (
      select account.bank, count(*) as payments from payment join account on account.id = payment.debtor_id
      where payment.kind = 'payment' group by account.bank) as spread`,
  },
  {
    what: 'all currencies are used, on either side',
    sql: `select count(*) = 8 as met, string_agg(currency || ' ' || payments, ', ' order by currency) as evidence from (
      select currency, count(*) as payments from payment where kind = 'payment' group by currency) as used`,
  },
  {
    what: 'pairs of different currencies are converted',
    sql: `select count(*) >= 20 as met,
      count(*) || ' pairs, most often ' || (array_agg(pair order by payments desc))[1] as evidence from (
      select currency || '/' || creditor_currency as pair, count(*) as payments from payment
      where kind = 'payment' and creditor_currency <> currency group by pair) as pairs`,
  },
]

/** R3.33 */
export function featureChecks(client: Client): Promise<Check[]> {
  return queryChecks(client, 'R3.33', featureQueries)
}

/** Frames that a dashboard lives on; each has to come. */
export const liveKinds = ['payment_update', 'metrics_update'] as const

/** What the dashboard was seen to be sent while the load went on. */
export interface LiveSeen {
  readonly tps: readonly number[]
  readonly kinds: readonly string[]
}

/**
 * R3.34: the dashboard draws what these endpoints and the socket say; that they say what is true is
 * asked here.
 */
export async function dashboardChecks(
  api: TargetClient,
  client: Client,
  seen: LiveSeen,
): Promise<Check[]> {
  const distinct = new Set(seen.tps).size
  return [
    check(
      'R3.34',
      'real-time metrics move',
      distinct > 1,
      `${distinct} different readings of tps: ${seen.tps.slice(-5).join(', ')}`,
    ),
    await orUnmet('R3.34', 'the payment list shows the latest', () => listCheck(api, client)),
    await orUnmet('R3.34', 'there is history to draw', () => historyCheck(api)),
    await orUnmet('R3.34', 'no figure is made up', () => realtimeCheck(api, client)),
    socketCheck(seen),
  ]
}

export function socketCheck({ kinds }: Pick<LiveSeen, 'kinds'>): Check {
  const missing = liveKinds.filter((kind) => !kinds.includes(kind))
  const came = kinds.join(', ') || 'nothing came'
  const evidence = missing.length === 0 ? came : `${came}; not ${missing.join(', ')}`
  return check('R3.34', 'the WebSocket is connected and tells', missing.length === 0, evidence)
}

/** What the charts of days are drawn from. */
async function historyCheck(api: TargetClient): Promise<Check> {
  const { body } = await api.get('/api/v1/metrics/daily?days=7')
  const { days } = body as {
    readonly days: readonly { readonly date: string; readonly recorded: number }[]
  }
  const filled = days.filter(({ recorded }) => recorded > 0)
  const evidence = filled.map(({ date, recorded }) => `${date} ${recorded} payments`).join(', ')
  const what = 'there is history to draw'
  return check('R3.34', what, filled.length > 0, `${days.length} days; ${evidence || 'all empty'}`)
}

async function listCheck(api: TargetClient, client: Client): Promise<Check> {
  const { body } = await api.get('/api/v1/payments?page=1&page_size=5')
  const shown = (body as { readonly items: readonly { readonly id: string }[] }).items.map(
    ({ id }) => id,
  )
  const latest = await rowsOf<{ id: string }>(
    client,
    `select id::text as id from payment where kind = 'payment' order by id desc limit 5`,
  )
  const isSame = latest.length === 5 && latest.every(({ id }) => shown.includes(id))
  return check('R3.34', 'the payment list shows the latest', isSame, shown.join(', '))
}

/** The count of a metric and the rows in the database must be the same number. */
async function realtimeCheck(api: TargetClient, client: Client): Promise<Check> {
  const { body } = await api.get('/api/v1/metrics/realtime')
  const told = (body as { readonly settled_today: number }).settled_today
  const [row] = await rowsOf<{ settled: number }>(
    client,
    `select count(*)::int as settled from payment where status = 'settled' and kind = 'payment'`,
  )
  const evidence = `settled_today ${told}, settled payments in the database ${row?.settled}`
  return check('R3.34', 'no figure is made up', told > 0 && told === row?.settled, evidence)
}
