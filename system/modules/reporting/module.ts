import { paymentLane, paymentsRecordedTopic } from '../../events/payment-recorded.ts'
import { readPaymentsRecorded } from '../../events/read-payments-recorded.ts'
import type { RunningConsumer } from '../../platform/kafka/consumer.ts'
import type { Platform, SystemModule } from '../../platform/module.ts'
import { createOutboxStore } from '../../platform/outbox/store.ts'
import { sampleGauge } from '../../platform/telemetry/sampled.ts'
import { DayTotalFeed } from './day-total-feed.ts'
import { createDayTotalStore } from './day-total-store.ts'
import { Exports } from './exports.ts'
import { LiveMetrics } from './live-metrics.ts'
import { LivePayments } from './live-payments.ts'
import type { ReportingNeeds } from './needs.ts'
import { createReportStore } from './report-store.ts'
import { registerReporting } from './routes.ts'

const consumerGroup = 'reporting'

/**
 * What is told of payments to those who watch: figures of days and banks, live frames, files. It
 * reads the events of payments and their tables, and writes nothing but totals of its own.
 */
export function createReportingModule(platform: Platform, needs: ReportingNeeds): SystemModule {
  const { clock, config, database, kafka, log, telemetry } = platform
  const { nowMs } = clock
  const exports = new Exports(database, config.exports)
  const feed = new DayTotalFeed(createDayTotalStore(database), needs.isOpen)
  const store = createReportStore(database)
  const { paymentsIntervalMs, metricsIntervalMs } = config.live
  const { hub, realtime } = needs
  const livePayments = new LivePayments({ hub, intervalMs: paymentsIntervalMs, nowMs })
  const liveMetrics = new LiveMetrics({ hub, realtime, intervalMs: metricsIntervalMs, nowMs, log })
  const { epoch } = createOutboxStore(database, paymentLane)
  let currentEpoch: string | undefined
  let consumer: RunningConsumer | undefined
  const lag = async (): Promise<number> => (consumer === undefined ? 0 : consumer.lag())
  sampleGauge(
    telemetry.registry,
    { name: 'exports_running', help: 'Exports that are being read' },
    () => exports.running,
  )
  return {
    name: 'reporting',
    register(api) {
      registerReporting(api, { store, exports, nowMs })
    },
    async start() {
      consumer = kafka.consume({
        group: consumerGroup,
        topic: paymentsRecordedTopic,
        gatherMs: config.payments.projectionGatherMs,
        async handle(received) {
          currentEpoch ??= await epoch()
          const messages = received.map(readPaymentsRecorded)
          const own = messages.filter((message) => message.epoch === currentEpoch)
          await feed.add(own)
          livePayments.add(own)
        },
      })
      liveMetrics.start()
    },
    async stop() {
      exports.breakOff()
      await liveMetrics.stop()
      await consumer?.stop()
      livePayments.flush()
    },
    async quiescent() {
      const consumerLag = await lag()
      return { idle: consumerLag === 0, numbers: { consumerLag, exports: exports.running } }
    },
  }
}
