import { Compile } from 'typebox/compile'
import type { ReceivedMessage } from '../../platform/kafka/consumer.ts'
import { paymentsRecordedSchema } from '../../events/payment-recorded.ts'
import type { PaymentsRecorded } from '../../events/payment-recorded.ts'

const messageCheck = Compile(paymentsRecordedSchema)

/**
 * A message of the topic, whose key is the tenant. What is on our own topic and is not our own event is a
 * fault that must not be skipped in silence.
 */
export function readPaymentsRecorded(
  message: ReceivedMessage,
): PaymentsRecorded & { readonly tenant: string } {
  const value: unknown = JSON.parse(message.value)
  if (!messageCheck.Check(value)) {
    const where = `partition ${message.partition}, offset ${message.offset}`
    throw new TypeError(`message at ${where} is not a payments.recorded event`)
  }
  return { ...value, tenant: message.key }
}
