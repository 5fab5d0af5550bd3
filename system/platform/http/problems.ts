import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Static, TUnsafe } from 'typebox'
import { DomainError } from '../errors.ts'
import type { ErrorKind } from '../errors.ts'

/** RFC 9457. The one file that turns errors into HTTP answers. */
export const problemSchema = Type.Object(
  {
    type: Type.String({ description: 'urn:problem:<code>' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String({ description: 'Stable, machine-readable' }),
  },
  { $id: 'Problem', title: 'Problem', description: 'RFC 9457 problem document' },
)
export type ProblemDocument = Static<typeof problemSchema>

const statusOfKind: Readonly<Record<ErrorKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  refused: 422,
  limited: 429,
  overloaded: 503,
  unavailable: 503,
}

export function problem(status: number, code: string, detail: string): ProblemDocument {
  return {
    type: `urn:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    code,
  }
}

export function sendProblem(reply: FastifyReply, document: ProblemDocument): FastifyReply {
  // Serialised here: the route's own schema describes its success, and a problem looks the same
  // everywhere.
  return reply
    .code(document.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(document)
}

/** What every call under `/api` may be answered with. */
const commonProblems = [400, 401, 403, 429, 503]

interface Documented {
  schema?: { hide?: boolean; response?: unknown }
}

/**
 * For an `onRoute` hook. The document shall name problems; the server shall not compile a
 * serialiser for each of them at its start, because problems are serialised in one place,
 * `sendProblem`.
 */
export function documentProblems(route: Documented, forDocument: boolean): void {
  const { schema } = route
  if (schema === undefined || schema.hide === true) {
    return
  }
  const response = (schema.response ?? {}) as Record<string, unknown>
  const successes = Object.entries(response).filter(([status]) => status < '4')
  schema.response = forDocument
    ? { ...problemResponses(...commonProblems), ...response }
    : Object.fromEntries(successes)
}

/** For a route's `response`: which problems it is known to answer with beyond the common ones. */
export function problemResponses(...statuses: readonly number[]): Record<number, TUnsafe<never>> {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      Type.Unsafe<never>({ $ref: 'Problem#', description: STATUS_CODES[status] }),
    ]),
  )
}

/** Fastify's error handler. Only what nobody foresaw is logged as an error, with its stack. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  if (error instanceof DomainError) {
    answerDomainError(error, request, reply)
    return
  }
  const fault = error as FastifyError
  if (fault.validation !== undefined) {
    sendProblem(reply, problem(400, 'invalid-request', fault.message))
  } else if (fault.statusCode !== undefined && fault.statusCode < 500) {
    sendProblem(reply, problem(fault.statusCode, frameworkCode(fault), fault.message))
  } else {
    request.log.error({ err: error, reqId: request.id }, 'request failed unexpectedly')
    sendProblem(
      reply,
      problem(500, 'internal', 'the request failed for a reason that was not foreseen'),
    )
  }
}

export function answerNotFound(request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(
    reply,
    problem(404, 'route-not-found', `no route for ${request.method} ${request.url}`),
  )
}

function answerDomainError(error: DomainError, request: FastifyRequest, reply: FastifyReply): void {
  if (error.retryAfterSeconds !== undefined) {
    void reply.header('retry-after', String(error.retryAfterSeconds))
  }
  if (error.kind === 'unavailable') {
    request.log.debug({ err: error, reqId: request.id }, 'dependency unavailable')
  }
  sendProblem(reply, problemOf(error))
}

/** What a domain error is answered with, its own members included. */
export function problemOf(error: DomainError): ProblemDocument {
  return { ...problem(statusOfKind[error.kind], error.code, error.message), ...error.members }
}

/** FST_ERR_CTP_BODY_TOO_LARGE -> body-too-large */
function frameworkCode(error: FastifyError): string {
  const code = error.code ?? 'bad-request'
  return code
    .replace(/^FST_(ERR_)?(CTP_)?/, '')
    .toLowerCase()
    .replaceAll('_', '-')
}
