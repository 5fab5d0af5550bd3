import { Type } from 'typebox'
import type { Static } from 'typebox'

const instant = Type.String({ format: 'date-time', description: 'ISO 8601 with its offset' })

export const auditQuery = Type.Object({
  from: Type.Optional(instant),
  to: Type.Optional(instant),
  action: Type.Optional(Type.String({ pattern: '^[a-z-]{1,64}$' })),
  page: Type.Integer({ default: 1, minimum: 1, maximum: 1_000 }),
  page_size: Type.Integer({ default: 50, minimum: 1, maximum: 500 }),
})
export type AuditQuery = Static<typeof auditQuery>

export const auditPageSchema = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        id: Type.Integer(),
        at: Type.String({ description: 'ISO 8601, UTC' }),
        actor: Type.String({
          description:
            'Principal of the request, token:<digest>[/session:<digest>]; or "timer", or the module that acted',
        }),
        action: Type.String(),
        subject: Type.String({ description: 'What it was done to' }),
        details: Type.Record(Type.String(), Type.Unknown()),
      }),
    ),
    page: Type.Integer(),
    pageSize: Type.Integer(),
    hasMore: Type.Boolean(),
  },
  { title: 'AuditPage', description: 'Newest first' },
)
export type AuditPage = Static<typeof auditPageSchema>
