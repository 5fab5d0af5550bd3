import type { Client } from 'pg'
import type { InvariantResult } from '../result/document.ts'
import { withConnection } from '../target/databases.ts'
import { finding, type OracleContext } from './oracle.ts'
import { openPaymentsTopic } from './payments-topic.ts'
import { Silence } from './silence.ts'

/** How long the topic may be silent before it is taken for read. */
const silenceMs = 2_000
const eventsPerInsert = 20_000
/** More of them tell nothing more. */
const differencesMost = 1_000

/** One event of the topic, and the outbox row that it was told from. */
interface Told {
  readonly outboxId: number
  readonly at: string
  readonly id: string
}

/**
 * O-E1, O-E2: every payment is in the topic, once in each state that it has been in, and nothing
 * else is. Read from the topic itself: the outbox says only what should be there. Messages that
 * came again carry the outbox id of the first, and are not counted. Of rows that retention has
 * removed the payments are left, and say whether what was told of them is there at all.
 */
export async function topicHoldsPayments(context: OracleContext): Promise<InvariantResult> {
  const wrong = await withConnection(context.databaseUrl, async (client) => {
    await client.query('create temp table told (outbox_id bigint, at timestamptz, id uuid)')
    await readTopic(context, async (told) => {
      await client.query(
        'insert into told select * from unnest($1::bigint[], $2::timestamptz[], $3::uuid[])',
        [told.map(({ outboxId }) => outboxId), told.map(({ at }) => at), told.map(({ id }) => id)],
      )
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
    with removed as (
      select batch.outbox_id from (select distinct outbox_id, at from told) as batch
      join retention_mark as mark on mark.table_name = 'outbox'
        and batch.outbox_id <= mark.removed_through::bigint and batch.at < mark.removed_before
      where not exists (select from outbox where outbox.id = batch.outbox_id)
    ), expected as (
      select item ->> 'id' as id, count(*) as times from outbox
      cross join lateral jsonb_array_elements(payload::jsonb) as item
      where lane = 'payments' group by 1
    ), seen as (
      select id::text, count(*) as times from told
      where outbox_id not in (select outbox_id from removed) group by 1
    )
    select case when seen.id is null then 'not in the topic' when expected.id is null then 'invented'
      else 'told ' || seen.times || ' times in place of ' || expected.times end as what,
      coalesce(expected.id, seen.id) as id
    from expected full join seen using (id) where seen.times is distinct from expected.times
    union all
    select 'invented', told.id::text from told join removed using (outbox_id)
    where not exists (select from payment where payment.id = told.id)
    limit ${differencesMost}`)
  return rows.map(({ what, id }) => `${id}: ${what}`)
}

async function readTopic(
  context: OracleContext,
  keep: (told: readonly Told[]) => Promise<void>,
): Promise<void> {
  await using topic = await openPaymentsTopic(context, 'earliest')
  await using silence = new Silence(silenceMs, () => topic.end())
  const seen = new Set<number>()
  let told: Told[] = []
  silence.listen()
  for await (const { outboxId, at, events } of topic.messages) {
    silence.pause()
    if (!seen.has(outboxId)) {
      seen.add(outboxId)
      told.push(...events.map(({ id }) => ({ outboxId, at, id })))
    }
    if (told.length >= eventsPerInsert) {
      await keep(told)
      told = []
    }
    silence.listen()
  }
  await silence.ended()
  await keep(told)
}
