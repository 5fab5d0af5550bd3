import type { Client } from 'pg'
import { Redis } from 'ioredis'
import { target } from '../../target/contract.ts'
import type { Rig } from '../rig.ts'
import { type Check, check, orUnmet, rowsOf } from './check.ts'

/** R3.30 and R3.31: what has to be there before anything is loaded. */
export async function infrastructureChecks(rig: Rig, client: Client): Promise<Check[]> {
  return [
    await orUnmet('R3.30', 'Postgres answers', async () => {
      const [row] = await rowsOf<{ version: string }>(client, 'select version()')
      return check('R3.30', 'Postgres answers', row !== undefined, row?.version ?? 'nothing')
    }),
    await orUnmet('R3.30', 'Redis answers', () => redisCheck(rig)),
    await orUnmet('R3.30', 'the gateway is healthy', async () => {
      const { status, body } = await rig.system.client.get(target.healthPath.ready)
      const evidence = `${target.healthPath.ready} ${status} ${JSON.stringify(body)}`
      return check('R3.30', 'the gateway is healthy', status === 200, evidence)
    }),
    await orUnmet('R3.30', 'the dashboard loads', async () => {
      const { status, body } = await rig.system.client.get(dashboardPath)
      const text = String(body)
      const isPage = status === 200 && /<html/i.test(text)
      return check(
        'R3.30',
        'the dashboard loads',
        isPage,
        `${dashboardPath} ${status}, ${text.length} characters`,
      )
    }),
  ]
}

const dashboardPath = '/dashboard/'

async function redisCheck(rig: Rig): Promise<Check> {
  const redis = new Redis(rig.environment.redis.url, { maxRetriesPerRequest: 1 })
  redis.on('error', () => {
    // The command fails with the reason.
  })
  try {
    const answer = await redis.ping()
    return check('R3.30', 'Redis answers', answer === 'PONG', `PING ${answer}`)
  } finally {
    redis.disconnect()
  }
}

interface Query {
  readonly what: string
  /** Gives one row: `met` as a truth value, `evidence` as text. */
  readonly sql: string
}

const dataQueries: readonly Query[] = [
  {
    what: 'the four banks exist',
    sql: `select count(*) = 4 as met, string_agg(bic, ', ' order by bic) as evidence from bank`,
  },
  {
    what: 'every bank account has a positive balance',
    sql: `select bool_and(balance_minor > 0) as met,
      count(*) || ' accounts, least balance ' || min(balance_minor) || ' minor units' as evidence
      from account where not internal`,
  },
  {
    what: 'clearing windows are configured for every bank',
    sql: `select count(distinct bank_window.bank) = (select count(*) from bank) as met,
      count(*) || ' rows for ' || count(distinct bank_window.bank) || ' banks' as evidence from bank_window`,
  },
  {
    what: 'liquidity pools are initialised',
    sql: `select count(*) = 8 and bool_and(balance_minor > 0) as met,
      string_agg(currency || ' ' || percent_of_initial || ' %', ', ' order by currency) as evidence
      from liquidity_pool_status`,
  },
  {
    what: 'exchange rates are present',
    sql: `select count(*) = 8 as met,
      string_agg(currency || ' ' || usd_per_unit_e9, ', ' order by currency) as evidence from fx_latest_rate`,
  },
]

/** R3.31 */
export function dataChecks(client: Client): Promise<Check[]> {
  return queryChecks(client, 'R3.31', dataQueries)
}

export async function queryChecks(
  client: Client,
  requirement: string,
  queries: readonly Query[],
): Promise<Check[]> {
  const checks: Check[] = []
  for (const { what, sql } of queries) {
    checks.push(
      await orUnmet(requirement, what, async () => {
        const [row] = await rowsOf<{ met: boolean | null; evidence: string | null }>(client, sql)
        return check(requirement, what, row?.met === true, row?.evidence ?? 'nothing was found')
      }),
    )
  }
  return checks
}
