import { Type } from 'typebox'
import type { Static } from 'typebox'

export const invoicesMax = 5_000
const idMaxLength = 64

const id = Type.String({ minLength: 1, maxLength: idMaxLength, pattern: '^[A-Za-z0-9._:-]+$' })
const amount = Type.Integer({ minimum: 0, description: 'Minor units' })
const date = Type.String({ format: 'date' })

export const requestSchema = Type.Object(
  {
    depositId: id,
    invoiceIds: Type.Array(id, { minItems: 1, maxItems: invoicesMax }),
  },
  {
    additionalProperties: false,
    // Of the seeded ones: a deposit and two invoices of one customer.
    examples: [{ depositId: 'DEP-0001', invoiceIds: ['INV-0001-0001', 'INV-0001-0002'] }],
  },
)
export type ReconciliationRequest = Static<typeof requestSchema>

export const requestHeadersSchema = Type.Object({
  'idempotency-key': Type.String({ minLength: 1, maxLength: 255, examples: ['deposit-4711'] }),
})

export const resultSchema = Type.Object(
  {
    reconciliationId: Type.String({ format: 'uuid' }),
    depositId: id,
    invoices: Type.Integer({ description: 'Invoices that were asked for' }),
    entries: Type.Integer({ description: 'Invoices that received money' }),
    allocatedMinor: amount,
    unallocatedMinor: Type.Integer({ minimum: 0, description: 'Minor units left on the deposit' }),
    currency: Type.String(),
    partiallyPaidInvoiceId: Type.Optional(
      Type.String({ description: 'The one invoice that the deposit ran out on' }),
    ),
  },
  {
    $id: 'ReconciliationResult',
    title: 'ReconciliationResult',
    description: 'Few invoices: done and durably recorded',
  },
)
export type ReconciliationResult = Static<typeof resultSchema>

export const acceptedSchema = Type.Object(
  { jobId: Type.String({ format: 'uuid' }), statusUrl: Type.String() },
  {
    $id: 'ReconciliationAccepted',
    title: 'ReconciliationAccepted',
    description: 'Many invoices: durably accepted, done in the background',
  },
)
export type ReconciliationAccepted = Static<typeof acceptedSchema>

export const jobPayloadSchema = Type.Object({
  reconciliationId: Type.String({ format: 'uuid' }),
  depositId: id,
  invoiceIds: Type.Array(id),
})

const pageSizeMax = 2_000
const paging = {
  page: Type.Integer({ default: 1, minimum: 1, maximum: 1_000_000 }),
  page_size: Type.Integer({ default: 50, minimum: 1, maximum: pageSizeMax }),
}

const pageOf = <Item extends Type.TSchema>(item: Item) =>
  Type.Object({
    items: Type.Array(item),
    page: Type.Integer(),
    pageSize: Type.Integer(),
    hasMore: Type.Boolean(),
  })

const depositStatus = Type.Enum(['open', 'partially_allocated', 'allocated'])
const invoiceStatus = Type.Enum(['open', 'partially_paid', 'paid'])

export const depositsQuerySchema = Type.Object({ status: Type.Optional(depositStatus), ...paging })
export const invoicesQuerySchema = Type.Object({
  customerId: Type.Optional(id),
  status: Type.Optional(invoiceStatus),
  ...paging,
})
export type DepositsQuery = Static<typeof depositsQuerySchema>
export type InvoicesQuery = Static<typeof invoicesQuerySchema>

export const depositSchema = Type.Object({
  id,
  customerId: id,
  currency: Type.String(),
  amountMinor: amount,
  unallocatedMinor: amount,
  receivedOn: date,
  status: depositStatus,
})
export const invoiceSchema = Type.Object({
  id,
  customerId: id,
  currency: Type.String(),
  totalMinor: amount,
  outstandingMinor: amount,
  dueOn: date,
  status: invoiceStatus,
})
export const depositsPageSchema = pageOf(depositSchema)
export const invoicesPageSchema = pageOf(invoiceSchema)
export type Deposit = Static<typeof depositSchema>
export type Invoice = Static<typeof invoiceSchema>
export interface Page<Item> {
  readonly items: Item[]
  readonly page: number
  readonly pageSize: number
  readonly hasMore: boolean
}
