import type { OutboxRow } from '../../platform/outbox/relay.ts'

/** What payments ask of the outbox. */
export interface PublishesEvents {
  /** These rows are committed, publish them. */
  offer(rows: readonly OutboxRow[]): void
  /** Rows may have been committed without our knowing. */
  doubt(): void
}
