import { mergeNewest } from '../model/bounded-list.ts'
import type { Payment, Realtime } from './endpoints.ts'
import type { Source } from './source.ts'
import { mostPayments } from './sources.ts'
import type { Sources } from './sources.ts'
import type { Frame } from './stream.ts'

export interface FrameEffects {
  /** Ask now, for something has happened that only the endpoint tells in full. */
  expire(...sources: readonly Source<unknown>[]): void
  /** Something that a user who looks elsewhere has to know. */
  announce(text: string): void
}

/**
 * What the socket tells takes the place of what would have been asked for. Other kinds are for
 * others.
 */
export function applyFrame(frame: Frame, sources: Sources, effects: FrameEffects): void {
  switch (frame.type) {
    case 'metrics_update':
      sources.realtime.offer(frame['metrics'] as Realtime)
      return
    case 'payment_update':
      addPayments(frame, sources)
      return
    case 'compliance_alert':
      effects.expire(sources.alerts, sources.reviews)
      effects.announce('Payments newly held for review')
      return
    case 'liquidity_rebalance':
      effects.expire(sources.pools, sources.rebalances)
      return
    default:
  }
}

type Recorded = Omit<Payment, 'createdAt'> & { readonly kind?: string }

/** Frames carry the newest of their interval, without what only the list knows, such as reasons. */
function addPayments(frame: Frame, { payments }: Sources): void {
  const at = String(frame['at'])
  // What the gateway moves between its own accounts is no payment of a customer.
  const recorded = (frame['items'] as readonly Recorded[]).filter(({ kind }) => kind !== 'transfer')
  const arrived = recorded.map((item) => ({ createdAt: at, ...item }))
  const items = mergeNewest(payments.data?.items ?? [], arrived, mostPayments, newestFirst)
  payments.put({ items })
}

/** Ids are UUIDv7: they sort by time, and in the order of acceptance within a millisecond. */
function newestFirst(one: Payment, other: Payment): number {
  return one.id < other.id ? 1 : -1
}
