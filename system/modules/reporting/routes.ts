import { Type } from 'typebox'
import type { App } from '../../platform/http/server.ts'
import { exportCopy } from './export-copy.ts'
import { exportQuerySchema, readRange } from './export-query.ts'
import type { Exports } from './exports.ts'
import { composeBanks, composeDaily, dayBefore } from './report.ts'
import type { ReportStore } from './report-store.ts'
import { banksSchema, dailySchema, daysQuery } from './schemas.ts'

export interface ReportingRoutes {
  readonly store: ReportStore
  readonly exports: Exports
  /** Business time, milliseconds. */
  readonly nowMs: () => number
}

const tags = ['reporting']

export function registerReporting(api: App, { store, exports, nowMs }: ReportingRoutes): void {
  api.get(
    '/metrics/daily',
    {
      schema: {
        operationId: 'getDailyMetrics',
        summary: 'Payments of the last days, UTC',
        tags,
        querystring: daysQuery,
        response: { 200: dailySchema },
      },
    },
    async (request) => {
      const { days } = request.query
      const now = nowMs()
      const rows = await store.since(request.tenant, dayBefore(now, days - 1))
      return composeDaily(rows, days, now)
    },
  )

  api.get(
    '/metrics/banks',
    {
      schema: {
        operationId: 'getBankMetrics',
        summary: 'Payments of today, UTC, by bank and between banks',
        tags,
        response: { 200: banksSchema },
      },
    },
    async (request) => {
      const today = dayBefore(nowMs(), 0)
      return composeBanks(await store.banksOf(request.tenant, today), today)
    },
  )

  api.get(
    '/export/payments',
    {
      schema: {
        operationId: 'exportPayments',
        summary:
          'Payments of some days as CSV, oldest first; a connection that breaks is no whole file',
        tags,
        querystring: exportQuerySchema,
        response: {
          200: {
            description: 'One line per payment after a line of names',
            content: { 'text/csv': { schema: Type.String() } },
          },
        },
      },
    },
    async (request, reply) => {
      const range = readRange(request.query, nowMs())
      const { tenant } = request
      const rows = await exports.open(tenant, exportCopy(tenant, request.query, range))
      const name = `payments-${request.query.date_from}.csv`
      void reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
      // The schema says what the bytes are; a stream of them is sent as it is.
      return reply.send(rows as unknown as string)
    },
  )
}
