import type { InvariantResult } from '../result/document.ts'
import { withConnection } from '../target/databases.ts'
import { finding, getFrom, type OracleContext } from './oracle.ts'

/**
 * O-E5: the totals that dashboards show are those of the database: nothing made up, nothing missed.
 */
export async function totalsAreTrue(context: OracleContext): Promise<InvariantResult> {
  const { status, body } = await getFrom(context, '/api/v1/metrics/realtime')
  const stored = await withConnection(context.databaseUrl, async (client) => {
    const { rows } = await client.query<{ currency: string; payments: string; volume: string }>(
      `select currency, count(*) as payments, sum(amount_minor) as volume from payment
       where status = 'settled' and kind = 'payment' group by currency`,
    )
    return rows
  })
  const settled = stored.reduce((sum, { payments }) => sum + Number(payments), 0)
  const volumes = (body['volume_24h'] ?? {}) as Readonly<Record<string, string>>
  const wrong = [
    ...(status === 200 ? [] : [`realtime metrics answer ${status}`]),
    ...(body['settled_today'] === settled
      ? []
      : [`settled_today is ${String(body['settled_today'])}, stored are ${settled}`]),
    ...stored.flatMap(({ currency, volume }) => {
      const told = Math.round(Number(volumes[currency] ?? 0) * 100)
      return told === Number(volume) ? [] : [`${currency}: told ${told}, stored ${volume}`]
    }),
  ]
  return finding('totals-true', 'totals shown are totals stored (O-E5)', wrong)
}
