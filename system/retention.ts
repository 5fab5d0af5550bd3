import type { RowsRule, RetentionRule } from './platform/retention/rule.ts'
import type { RetentionDays } from './retention-config.ts'

/** A UUIDv7 begins with the milliseconds of its making. */
const timeOfUuid = (column: string): string =>
  `to_timestamp(('x' || left(replace(${column}::text, '-', ''), 12))::bit(48)::bigint / 1000.0)`

const outbox: Omit<RowsRule, 'days'> = {
  table: 'outbox',
  how: 'rows',
  key: { column: 'id', type: 'bigint' },
  at: 'kept.created_at',
  // Acknowledged by Kafka, told by the audit log, and in the totals of its tenant.
  done: () => `kept.id <= (select published_through from outbox_watermark where lane = kept.lane)
    and kept.id <= (select through_id from audit_gathered where lane = kept.lane)
    and kept.id <= (select outbox_id from payment_day_applied where tenant = kept.message_key)`,
  rowsPerPage: 1_000,
}

const bankMessage: Omit<RowsRule, 'days'> = {
  table: 'bank_message',
  how: 'rows',
  key: { column: 'payment_id', type: 'uuid' },
  at: timeOfUuid('kept.payment_id'),
  // Its bank has answered, and that long ago. What is answered is not due any more, and says since
  // when.
  done: ({ firstKeptReally }) => `kept.state <> 'waiting' and kept.due_at < ${firstKeptReally}`,
  rowsPerPage: 2_000,
}

const complianceAlert: Omit<RowsRule, 'days'> = {
  table: 'compliance_alert',
  how: 'rows',
  key: { column: 'payment_id', type: 'uuid' },
  at: 'kept.raised_at',
  done: () => `not exists (
    select from payment
    where payment.tenant = kept.tenant and payment.id = kept.payment_id and payment.status = 'in-review')`,
  rowsPerPage: 1_000,
}

const liquidityMovement: Omit<RowsRule, 'days'> = {
  table: 'liquidity_movement',
  how: 'rows',
  key: { column: 'id', type: 'bigint' },
  at: 'kept.decided_at',
  // What a pool began with is kept for ever.
  done: () => `kept.is_rebalance and kept.status <> 'pending'`,
  rowsPerPage: 1_000,
}

const nettingCycle: Omit<RowsRule, 'days'> = {
  table: 'netting_cycle',
  how: 'rows',
  key: { column: 'id', type: 'bigint' },
  at: 'coalesce(kept.closed_at, kept.opened_at)',
  // Settled, as all before it are, and not the last: the open one goes on from that. Its totals,
  // positions and transfers go with it.
  done: ({ firstKept }) => `kept.state = 'settled'
    and not exists (
      select from netting_cycle as earlier
      where earlier.tenant = kept.tenant and earlier.id < kept.id
        and (earlier.state <> 'settled' or earlier.closed_at >= ${firstKept}))
    and exists (
      select from netting_cycle as later
      where later.tenant = kept.tenant and later.id > kept.id and later.state <> 'open')`,
  rowsPerPage: 100,
}

/**
 * What is kept for how long. Payments, their entries and accounts are the books and stay; what is
 * not in here has no more rows than there are accounts, days or ways between banks, or bounds
 * itself as rates do (FX_HISTORY_SNAPSHOTS).
 */
export function retentionRules(days: RetentionDays): readonly RetentionRule[] {
  return [
    { ...outbox, days: days.outbox },
    { ...bankMessage, days: days.bankMessage },
    { ...complianceAlert, days: days.complianceAlert },
    { ...liquidityMovement, days: days.liquidity },
    { ...nettingCycle, days: days.netting },
    {
      table: 'audit_log',
      how: 'partitions',
      drop: (firstKeptDay) => `audit_drop_days_before(${firstKeptDay})`,
      days: days.audit,
    },
  ]
}
