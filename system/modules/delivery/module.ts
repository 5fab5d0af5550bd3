import { paymentLane, paymentsRecordedTopic } from '../../events/payment-recorded.ts'
import { readPaymentsRecorded } from '../../events/read-payments-recorded.ts'
import { createBreakers } from '../../platform/breaker/breakers.ts'
import { defaultBreaker } from '../../platform/breaker/breaker.ts'
import type { ReceivedMessage, RunningConsumer } from '../../platform/kafka/consumer.ts'
import type { Platform, SystemModule } from '../../platform/module.ts'
import { createOutboxStore } from '../../platform/outbox/store.ts'
import { sampleGauge } from '../../platform/telemetry/sampled.ts'
import { createBankClient } from './bank-client.ts'
import { BankLane } from './bank-lane.ts'
import { wakeLeftovers } from './leftovers.ts'
import { createMessageStore } from './message-store.ts'
import type { NewMessage } from './message-store.ts'

const consumerGroup = 'delivery'
const gatherMs = 100

/**
 * Tells the banks that are paid. Settled payments come by the outbox and Kafka, wait in a table of
 * their own until their bank has taken them, and are sent one call each, at least once. Nothing of
 * it is on the way of a payment.
 *
 * @param url where the banks are called
 */
export function createDeliveryModule(platform: Platform, url: string): SystemModule {
  const { config, database, kafka, log, telemetry } = platform
  const { breakerOpenMs, retryMs } = config.delivery
  const store = createMessageStore(database, retryMs)
  const client = createBankClient(url)
  const { epoch } = createOutboxStore(database, paymentLane)
  const breakers = createBreakers(telemetry.registry, 'bank_circuit_breaker_state', {
    ...defaultBreaker,
    openMs: breakerOpenMs,
  })
  const lanes = new Map<string, BankLane>()
  const stopping = new AbortController()
  const wake = (bank: string): void => {
    const known = lanes.get(bank)
    if (known !== undefined || stopping.signal.aborted) {
      known?.wake()
      return
    }
    const lane = new BankLane({ bank, client, breaker: breakers.of(bank), store, log })
    lanes.set(bank, lane)
    lane.start()
  }
  sampleGauge(
    telemetry.registry,
    { name: 'bank_messages_waiting', help: 'Messages that a bank has not taken', label: 'bank' },
    async () => Object.fromEntries(await store.waiting()),
  )
  let currentEpoch: string | undefined
  let consumer: RunningConsumer | undefined
  let leftovers: Promise<void> | undefined
  return {
    name: 'delivery',
    register() {},
    async start() {
      consumer = kafka.consume({
        group: consumerGroup,
        topic: paymentsRecordedTopic,
        gatherMs,
        async handle(received) {
          currentEpoch ??= await epoch()
          const messages = received.flatMap((each) => messagesOf(each, currentEpoch))
          if (messages.length > 0) {
            await store.add(messages)
            new Set(messages.map(({ bank }) => bank)).forEach(wake)
          }
        },
      })
      leftovers = wakeLeftovers(async () => store.waiting(), wake, stopping.signal)
    },
    async stop() {
      stopping.abort()
      await Promise.all([consumer?.stop(), leftovers])
      await Promise.all([...lanes.values()].map(async (lane) => lane.stop()))
    },
    async quiescent() {
      // In the order in which work moves on: asked the other way round, messages that are stored
      // and committed between the two questions would be seen by neither.
      const consumerLag = (await consumer?.lag()) ?? 0
      const waiting = [...(await store.waiting()).values()].reduce((sum, count) => sum + count, 0)
      return { idle: waiting === 0 && consumerLag === 0, numbers: { waiting, consumerLag } }
    },
  }
}

function messagesOf(received: ReceivedMessage, epoch: string | undefined): readonly NewMessage[] {
  const batch = readPaymentsRecorded(received)
  if (batch.epoch !== epoch) {
    return []
  }
  return batch.events
    .filter(({ kind, status }) => kind !== 'transfer' && status === 'settled')
    .map((payment) => ({
      paymentId: payment.id,
      tenant: batch.tenant,
      bank: payment.creditorBank,
      body: JSON.stringify(payment),
    }))
}
