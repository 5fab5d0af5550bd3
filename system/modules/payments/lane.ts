import type { Platform } from '../../platform/module.ts'
import type { OutboxRelay } from '../../platform/outbox/relay.ts'
import { SingleWriter } from '../../platform/postgres/single-writer.ts'
import { paymentLane } from '../../events/payment-recorded.ts'
import { HeldPayments } from './held-payments.ts'
import { HeldStore } from './held-store.ts'
import type { PaymentMetrics } from './metrics.ts'
import type { PaymentNeeds } from './needs.ts'
import { ReleasePump } from './release-pump.ts'
import { PaymentService } from './service.ts'
import { Settlement } from './settlement.ts'
import { PaymentStore } from './store.ts'
import { Turns } from './turns.ts'
import { createUuidV7 } from './uuid.ts'

/** All that writes payments, one after the other: new ones, and those that were held. */
export interface Lane {
  readonly settlement: Settlement
  readonly service: PaymentService
  readonly held: HeldPayments
  readonly pump: ReleasePump
  readonly writer: SingleWriter
}

export function createLane(
  platform: Pick<Platform, 'clock' | 'config' | 'database' | 'log'>,
  needs: PaymentNeeds,
  { relay, metrics }: { readonly relay: OutboxRelay; readonly metrics: PaymentMetrics },
): Lane {
  const { clock, config, database, log } = platform
  const store = new PaymentStore(database)
  // Another process may have written the lane before: what it left unpublished goes first.
  const writer = new SingleWriter(database, paymentLane, () => relay.doubt())
  const lane = { writer, outbox: relay, now: clock.nowMs, rules: needs, turns: new Turns() }
  const settlement = new Settlement({
    ...lane,
    store,
    limits: needs.limits,
    newId: createUuidV7(),
    answerLater(tell) {
      setImmediate(() => {
        try {
          tell()
        } catch (error) {
          // It is durable, and all who asked were told before anything of this can fail.
          log.error({ err: error }, 'payments that are held were not told of')
        }
      })
    },
    queued(violation) {
      pump.expect(violation.releaseAtMs)
      needs.violations.note(violation)
    },
    reviews: needs.review,
  })
  const service = new PaymentService({
    settlement,
    store,
    metrics,
    relay,
    ...config.overload,
    ...config.payments,
  })
  const heldStore = new HeldStore(database)
  const held = new HeldPayments({
    ...lane,
    store: heldStore,
    memory: settlement.memory,
    changed({ item, payment, outcome }) {
      metrics.countReleased(payment.status)
      if (outcome.status === 'queued') {
        pump.expect(outcome.releaseAtMs)
      }
      if (item.held.as === 'in-review' && payment.rejection !== 'review-refused') {
        needs.review.approved(item.tenant, payment.debtorAccount, payment.creditorAccount)
      }
    },
  })
  const intervalMs = config.payments.releaseIntervalMs
  const pump = new ReleasePump({ held, store: heldStore, now: clock.nowMs, intervalMs, log })
  return { settlement, service, held, pump, writer }
}
