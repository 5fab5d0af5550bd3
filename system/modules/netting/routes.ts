import { principalOf } from '../../platform/http/principal.ts'
import { problemResponses } from '../../platform/http/problems.ts'
import type { App } from '../../platform/http/server.ts'
import type { Database } from '../../platform/postgres/database.ts'
import { findCycle, pageOfCycles } from './answers.ts'
import { cycleNotFound, nothingToNet } from './errors.ts'
import type { OpenCyclePositions } from './live-positions.ts'
import * as schemas from './schemas.ts'
import type { NettingService } from './service.ts'

const tags = ['netting']

export interface NettingRoutes {
  readonly service: NettingService
  readonly database: Database
  readonly positions: OpenCyclePositions
}

export function registerNetting(api: App, parts: NettingRoutes): void {
  registerClosing(api, parts)
  registerReading(api, parts)
}

function registerClosing(api: App, { service, database }: NettingRoutes): void {
  api.post(
    '/netting/cycles',
    {
      schema: {
        operationId: 'closeNettingCycle',
        summary: 'Closes the open netting cycle and settles it',
        description:
          'Needs no key: a payment is in one cycle only, so a request that is sent again nets what has come since.',
        tags,
        body: schemas.closeSchema,
        response: { 201: schemas.cycleSchema, ...problemResponses(409, 413, 415, 422) },
      },
    },
    async (request, reply) => {
      const { mode = 'multilateral' } = request.body
      const id = await service.closeNow(request.tenant, mode, principalOf(request))
      if (id === undefined) {
        throw nothingToNet()
      }
      void reply.code(201).header('location', `/api/v1/netting/cycles/${id}`)
      return readCycle(database, request.tenant, id)
    },
  )
}

function registerReading(api: App, { database, positions }: NettingRoutes): void {
  api.get(
    '/netting/cycles',
    {
      schema: {
        operationId: 'listNettingCycles',
        summary: 'Netting cycles, newest first',
        tags,
        querystring: schemas.cyclesQuery,
        response: { 200: schemas.cyclePageSchema },
      },
    },
    async (request) => pageOfCycles(database, request.tenant, request.query),
  )

  api.get(
    '/netting/cycles/:id',
    {
      schema: {
        operationId: 'getNettingCycle',
        summary: 'One cycle with its positions and the transfers that settle it',
        tags,
        params: schemas.cycleParams,
        response: { 200: schemas.cycleSchema, ...problemResponses(404) },
      },
    },
    async (request) => readCycle(database, request.tenant, Number(request.params.id)),
  )

  api.get(
    '/netting/positions',
    {
      schema: {
        operationId: 'getNettingPositions',
        summary: 'What the open cycle comes to so far',
        tags,
        response: { 200: schemas.livePositionsSchema, ...problemResponses(409) },
      },
    },
    async (request) => positions.of(request.tenant),
  )
}

async function readCycle(database: Database, tenant: string, id: number): Promise<schemas.Cycle> {
  const cycle = await findCycle(database, tenant, id)
  if (cycle === undefined) {
    throw cycleNotFound(id)
  }
  return cycle
}
