import { Compile } from 'typebox/compile'
import { type PaymentsRecorded, paymentsRecordedSchema } from './payment-recorded.ts'

/** A message of the topic as it was received. */
export interface RecordedMessage {
  /** The tenant. */
  readonly key: string
  readonly value: string
  readonly partition: number
  readonly offset: bigint
}

export type TenantEvents = PaymentsRecorded & { readonly tenant: string }

const messageCheck = Compile(paymentsRecordedSchema)

/**
 * Of each of its readers. What is on our own topic and is not our own event is a fault that must
 * not be skipped in silence. @throws TypeError that says where it stands
 */
export function readPaymentsRecorded({
  key,
  value: text,
  partition,
  offset,
}: RecordedMessage): TenantEvents {
  const value: unknown = JSON.parse(text)
  if (messageCheck.Check(value)) return { ...value, tenant: key }
  const where = `message at partition ${partition}, offset ${offset}`
  throw new TypeError(`${where} is no event of payments.recorded, expected one`)
}
