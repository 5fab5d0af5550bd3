import type { App } from '../../platform/http/server.ts'
import type { Database } from '../../platform/postgres/database.ts'
import type { HeatMap } from './heat-map.ts'
import { pageOfAlerts, pageOfReviews } from './lists.ts'
import * as schemas from './schemas.ts'

const tags = ['compliance']

export function registerComplianceRoutes(
  api: App,
  database: Pick<Database, 'query'>,
  heatMap: Pick<HeatMap, 'read'>,
): void {
  api.route({
    method: 'GET',
    url: '/compliance/reviews',
    schema: {
      operationId: 'listReviews',
      tags,
      summary: 'Payments that wait for a review, oldest first',
      querystring: schemas.pageQuery,
      response: { 200: schemas.reviewPageSchema },
    },
    handler: async (request) => pageOfReviews(database, request.tenant, request.query),
  })
  api.route({
    method: 'GET',
    url: '/compliance/alerts',
    schema: {
      operationId: 'listAlerts',
      tags,
      summary: 'Alerts, newest first',
      querystring: schemas.alertsQuery,
      response: { 200: schemas.alertPageSchema },
    },
    handler: async (request) => pageOfAlerts(database, request.tenant, request.query),
  })
  api.route({
    method: 'GET',
    url: '/compliance/heat-map',
    schema: {
      operationId: 'getHeatMap',
      tags,
      summary: 'Count, share in review and value of today’s payments, from bank to bank',
      response: { 200: schemas.heatMapSchema },
    },
    async handler(request) {
      const { day, corridors } = await heatMap.read(request.tenant)
      return { date: day, corridors }
    },
  })
}
