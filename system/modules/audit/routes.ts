import type { App } from '../../platform/http/server.ts'
import type { Database } from '../../platform/postgres/database.ts'
import { emptyPeriod } from './errors.ts'
import { auditPageSchema, auditQuery } from './schemas.ts'
import type { AuditPage, AuditQuery } from './schemas.ts'
import { findEntries } from './statements.ts'

const dayMs = 86_400_000

export function registerAudit(api: App, database: Database, nowMs: () => number): void {
  api.get(
    '/audit',
    {
      schema: {
        operationId: 'listAudit',
        summary: 'Who did what, newest first; of the last day when no time is given',
        tags: ['audit'],
        querystring: auditQuery,
        response: { 200: auditPageSchema },
      },
    },
    async (request) => readPage(database, request.tenant, request.query, nowMs()),
  )
}

/**
 * From the beginning inclusive to the end exclusive; what is being written at this instant is
 * within.
 */
async function readPage(
  database: Database,
  tenant: string,
  query: AuditQuery,
  nowMs: number,
): Promise<AuditPage> {
  const { action, page, page_size: pageSize } = query
  const toMs = query.to === undefined ? nowMs + 1 : Date.parse(query.to)
  const fromMs = query.from === undefined ? toMs - dayMs : Date.parse(query.from)
  const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()]
  if (fromMs >= toMs) {
    throw emptyPeriod(from, to)
  }
  const values = [tenant, from, to, action ?? null, pageSize + 1, (page - 1) * pageSize]
  const rows = await database.query<EntryRow>(findEntries, values)
  return {
    items: rows.slice(0, pageSize).map((row) => ({ ...row, at: row.at.toISOString() })),
    page,
    pageSize,
    hasMore: rows.length > pageSize,
  }
}

interface EntryRow {
  readonly id: number
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly details: Record<string, unknown>
}
