import type { Client } from 'pg'
import type { InvariantResult } from '../result/document.ts'
import { withConnection } from '../target/databases.ts'
import { finding, type OracleContext } from './oracle.ts'
import { openPaymentsTopic } from './payments-topic.ts'
import { Silence } from './silence.ts'

/** How long the topic may be silent before it is taken for read. */
const silenceMs = 2_000
const idsPerInsert = 20_000
/** More of them tell nothing more. */
const differencesMost = 1_000

/**
 * O-E1, O-E2: every payment is in the topic, once in each state that it has been in, and nothing
 * else is. Read from the topic itself: the outbox says only what should be there. Messages that
 * came again carry the outbox id of the first, and are not counted.
 */
export async function topicHoldsPayments(context: OracleContext): Promise<InvariantResult> {
  const wrong = await withConnection(context.databaseUrl, async (client) => {
    await client.query('create temp table told (id uuid)')
    await readTopic(context, async (ids) => {
      await client.query('insert into told select * from unnest($1::uuid[])', [ids])
    })
    return differences(client)
  })
  return finding(
    'topic-holds-payments',
    'the topic holds every payment, and no other (O-E1)',
    wrong,
  )
}

async function differences(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ what: string; id: string }>(`
    with expected as (
      select item ->> 'id' as id, count(*) as times from outbox
      cross join lateral jsonb_array_elements(payload::jsonb) as item
      where lane = 'payments' group by 1
    ), seen as (select id::text, count(*) as times from told group by 1)
    select case when seen.id is null then 'not in the topic' when expected.id is null then 'invented'
      else 'told ' || seen.times || ' times in place of ' || expected.times end as what,
      coalesce(expected.id, seen.id) as id
    from expected full join seen using (id) where seen.times is distinct from expected.times
    limit ${differencesMost}`)
  return rows.map(({ what, id }) => `${id}: ${what}`)
}

async function readTopic(
  context: OracleContext,
  keep: (ids: readonly string[]) => Promise<void>,
): Promise<void> {
  await using topic = await openPaymentsTopic(context, 'earliest')
  await using silence = new Silence(silenceMs, () => topic.end())
  const seen = new Set<number>()
  let ids: string[] = []
  silence.listen()
  for await (const { outboxId, events } of topic.messages) {
    silence.pause()
    if (!seen.has(outboxId)) {
      seen.add(outboxId)
      ids.push(...events.map(({ id }) => id))
    }
    if (ids.length >= idsPerInsert) {
      await keep(ids)
      ids = []
    }
    silence.listen()
  }
  await silence.ended()
  await keep(ids)
}
