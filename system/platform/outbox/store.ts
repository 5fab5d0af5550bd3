import type { Database } from '../postgres/database.ts'
import type { OutboxRow } from './relay.ts'

export interface OutboxStore {
  /** Names the database: a copy or a new one under the same name is another. */
  readonly epoch: () => Promise<string>
  publishedThrough(): Promise<number>
  savePublishedThrough(id: number): Promise<void>
  /** In order of id. */
  after(id: number, limit: number): Promise<readonly OutboxRow[]>
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
    async after(id, limit) {
      return database.query<OutboxRow>(rowsAfter, [lane, id, limit])
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

const rowsAfter = {
  name: 'outbox.rows-after',
  text: `select id, topic, message_key as key, n, payload,
  to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"
from outbox where lane = $1 and id > $2 order by id limit $3`,
}
