import type { Registry } from 'prom-client'
import {
  paymentLane,
  paymentsRecordedPartitions,
  paymentsRecordedTopic,
} from '../../events/payment-recorded.ts'
import type { RunningConsumer } from '../../platform/kafka/consumer.ts'
import { DependencyUnavailable } from '../../platform/errors.ts'
import type { Platform, SystemModule } from '../../platform/module.ts'
import { OutboxRelay } from '../../platform/outbox/relay.ts'
import { createOutboxStore } from '../../platform/outbox/store.ts'
import type { OutboxStore } from '../../platform/outbox/store.ts'
import { sampleGauge } from '../../platform/telemetry/sampled.ts'
import { AccountDays } from './account-days.ts'
import { registerBulk } from './bulk-routes.ts'
import { paymentRejected } from './errors.ts'
import type { Answer } from './idempotency.ts'
import { createLane } from './lane.ts'
import { createPaymentMetrics } from './metrics.ts'
import type { InternalTransfers, PaymentNeeds } from './needs.ts'
import { createProjection } from './projection.ts'
import { readRealtime } from './realtime.ts'
import { registerReview } from './review-routes.ts'
import { registerPayments } from './routes.ts'
import type { Realtime } from './schemas.ts'
import type { PaymentService } from './service.ts'

const projectionGroup = 'payments.projection'
const publishOnStopTimeoutMs = 5_000

export interface PaymentsModule extends SystemModule {
  readonly transfers: InternalTransfers
  /** The totals of a tenant as of now. @throws DependencyUnavailable */
  readonly realtime: (tenant: string) => Promise<Realtime>
}

/**
 * Payments between accounts: double entry in minor units, each idempotency key once, balances and
 * daily limits of accounts and banks kept, currencies exchanged through pools, and held where the
 * rules say so. What is recorded goes by outbox and Kafka to the totals in Redis.
 */
export function createPaymentsModule(platform: Platform, needs: PaymentNeeds): PaymentsModule {
  const { clock, config, database, kafka, log, redis, telemetry } = platform
  const metrics = createPaymentMetrics(telemetry.registry)
  const outbox = createOutboxStore(database, paymentLane)
  const relay = createRelay(platform, outbox)
  const { settlement, service, held, pump, writer } = createLane(platform, needs, {
    relay,
    metrics,
  })
  const projection = createProjection(redis, outbox.epoch)
  const accountDays = new AccountDays(database, log)
  let consumer: RunningConsumer | undefined
  const startCold = (error: unknown): void => {
    if (!(error instanceof DependencyUnavailable)) {
      throw error
    }
    log.warn({ err: error }, 'accounts not loaded at the start; they will be when first used')
  }
  const lag = async (): Promise<number> => (consumer === undefined ? 0 : consumer.lag())
  registerSamples(telemetry.registry, { service, relay, lag })
  const realtime = async (tenant: string): Promise<Realtime> => {
    const held = await needs.figures.held(tenant)
    const { queued, working } = service
    return readRealtime(redis, tenant, clock.nowMs(), { queued, working, held })
  }
  return {
    name: 'payments',
    transfers: { transfer: async (order) => transferredBy(await service.transfer(order)) },
    realtime,
    register(api) {
      registerReview(api, held)
      registerPayments(api, { service, realtime })
      registerBulk(api, service)
    },
    async start() {
      await settlement.memory.preload().catch(startCold)
      accountDays.start()
      relay.start()
      pump.start()
      consumer = kafka.consume({
        group: projectionGroup,
        topic: paymentsRecordedTopic,
        gatherMs: config.payments.projectionGatherMs,
        readsAnew: projection.readsAnew,
        handle: projection.handle,
      })
    },
    async stop() {
      await service.drained()
      await pump.stop()
      await accountDays.stop()
      await relay.stop(publishOnStopTimeoutMs)
      await consumer?.stop()
      writer.close()
    },
    async quiescent() {
      const { queued, working } = service
      const numbers = {
        queued,
        working,
        outboxWaiting: relay.waiting,
        consumerLag: await lag(),
      }
      return { idle: Object.values(numbers).every((number) => number === 0), numbers }
    },
  }
}

function createRelay({ clock, config, kafka, log }: Platform, store: OutboxStore): OutboxRelay {
  return new OutboxRelay({
    store,
    publisher: kafka.publisher(),
    prepare: async () => kafka.ensureTopic(paymentsRecordedTopic, paymentsRecordedPartitions),
    nowMs: clock.nowMs,
    settings: { ...config.outbox, ...config.overload },
    log,
  })
}

/** @throws DomainError when it was not covered */
function transferredBy({ payment }: Answer): { readonly paymentId: string } {
  const { rejection } = payment
  if (rejection !== undefined) {
    throw paymentRejected({ ...payment, rejection })
  }
  return { paymentId: payment.id }
}

interface Sampled {
  readonly service: PaymentService
  readonly relay: OutboxRelay
  readonly lag: () => Promise<number>
}

function registerSamples(registry: Registry, { service, relay, lag }: Sampled): void {
  sampleGauge(
    registry,
    { name: 'payment_orders', help: 'Orders queued and being written', label: 'state' },
    () => ({ queued: service.queued, working: service.working }),
  )
  sampleGauge(
    registry,
    { name: 'payment_oldest_order_seconds', help: 'Age of the oldest order not yet answered' },
    () => service.oldestMs / 1_000,
  )
  sampleGauge(
    registry,
    { name: 'outbox_waiting_rows', help: 'Rows committed, not yet acknowledged by Kafka' },
    () => relay.waiting,
  )
  sampleGauge(
    registry,
    { name: 'outbox_lag_seconds', help: 'Age of the oldest row not yet acknowledged by Kafka' },
    () => relay.lagSeconds,
  )
  sampleGauge(
    registry,
    {
      name: 'kafka_consumer_lag_messages',
      help: 'Messages that the projection has not yet committed',
    },
    lag,
  )
}
