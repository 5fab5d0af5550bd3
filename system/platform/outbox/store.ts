import type { Database } from '../postgres/database.ts'
import type { OutboxRow } from './outbox-row.ts'
import type { MostWaiting } from './waiting-rows.ts'

export interface OutboxStore {
  /** Names the database: a copy or a new one under the same name is another. */
  readonly epoch: () => Promise<string>
  publishedThrough(): Promise<number>
  savePublishedThrough(id: number): Promise<void>
  /** In order of id, one at least where there is any, whatever its size. */
  after(id: number, most: MostWaiting): Promise<readonly OutboxRow[]>
}

export function createOutboxStore(database: Database, lane: string): OutboxStore {
  return {
    async epoch() {
      const [row] = await database.query<{ epoch: string }>(
        `select oid::text as epoch from pg_database where datname = current_database()`,
      )
      return row?.epoch ?? ''
    },
    async publishedThrough() {
      const [row] = await database.query<{ published_through: number }>(
        'select published_through from outbox_watermark where lane = $1',
        [lane],
      )
      return row?.published_through ?? 0
    },
    async savePublishedThrough(id) {
      await database.query(saveWatermark, [lane, id])
    },
    async after(id, { rows, bytes }) {
      return database.query<OutboxRow>(rowsAfter, [lane, id, rows, bytes])
    },
  }
}

const saveWatermark = {
  name: 'outbox.save-watermark',
  text: `insert into outbox_watermark (lane, published_through) values ($1, $2)
on conflict (lane) do update
  set published_through = excluded.published_through, updated_at = now()
  where outbox_watermark.published_through < excluded.published_through`,
}

/** Sizes are read without the payloads: what is too much is not even fetched. */
const rowsAfter = {
  name: 'outbox.rows-after',
  text: `select id, topic, message_key as key, n, payload,
  to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"
from (
  select *, sum(octet_length(payload)) over (order by id) as bytes_through,
    row_number() over (order by id) as place
  from (select * from outbox where lane = $1 and id > $2 order by id limit $3) as following
) as sized
where place = 1 or bytes_through <= $4 order by id`,
}
