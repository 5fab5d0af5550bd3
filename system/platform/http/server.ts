import { randomBytes } from 'node:crypto'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { LogController } from 'fastify'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Logger } from 'pino'
import type { HttpMetrics } from '../telemetry/http-metrics.ts'
import { answerError, answerNotFound, problem, problemSchema, sendProblem } from './problems.ts'
import { takeSimpleRequests } from './simple/server.ts'
import { compileValidator } from './validation.ts'

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of a route whose connections are upgraded and stay open: they are not requests in flight. */
    readonly keepsConnection?: boolean
    /** Of a hot route at one path that takes a small body and answers in one piece. */
    readonly isSimple?: boolean
  }
}

const bodyLimitBytes = 64 * 1024
/**
 * Between two looks for connections that took too long; at least four within the time that is
 * allowed.
 */
const longestCheckMs = 5_000
/** Longer than the usual idle time of a load balancer, so that the server never closes first. */
const keepAliveTimeoutMs = 75_000

/** What the server takes upon itself at most. */
export interface HttpLimits {
  /** For a whole request to come, headers and body; a connection that says nothing has as long. */
  readonly requestTimeoutMs: number
  /** A connection beyond these is closed as soon as it is made. */
  readonly connectionsMax: number
  /** Requests under `/api/` that are taken and not yet answered; others are told to come again. */
  readonly inFlightMax: number
}

const defaultLimits: HttpLimits = {
  requestTimeoutMs: 30_000,
  connectionsMax: 20_000,
  inFlightMax: 8_000,
}

export interface HttpServer {
  readonly app: App
  /** Requests under `/api/` that have been taken and not yet answered. */
  readonly inFlight: () => number
  /** From now on new work is refused; health answers go on. */
  drain(): void
  readonly draining: () => boolean
}

export function createHttpServer(
  log: Logger,
  metrics: HttpMetrics,
  limits: HttpLimits = defaultLimits,
): HttpServer {
  const app = createApp(log, limits)
  shortenSimpleRequests(app, limits)
  let inFlight = 0
  let draining = false
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id)
    if (request.headers.upgrade !== undefined) {
      // Node lets go of a socket that asks for an upgrade: after an ordinary answer nobody else
      // closes it.
      reply.raw.once('finish', () => {
        request.raw.socket.destroySoon()
      })
    }
    if (!request.url.startsWith('/api/')) {
      done()
      return
    }
    if (draining) {
      void reply.header('connection', 'close').header('retry-after', '1')
      sendProblem(reply, problem(503, 'draining', 'the server is shutting down'))
      return
    }
    if (
      request.headers.upgrade !== undefined &&
      request.routeOptions.config.keepsConnection === true
    ) {
      // A WebSocket stays open as long as its client likes; whoever holds it closes it on drain.
      done()
      return
    }
    if (inFlight >= limits.inFlightMax) {
      void reply.header('retry-after', '1')
      sendProblem(reply, problem(503, 'too-many-in-flight', 'more requests are waiting than fit'))
      return
    }
    inFlight += 1
    reply.raw.once('close', () => {
      inFlight -= 1
    })
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    metrics.observe(request.method, request.routeOptions.url, reply.statusCode, reply.elapsedTime)
    done()
  })
  return {
    app,
    inFlight: () => inFlight,
    draining: () => draining,
    drain() {
      draining = true
    },
  }
}

function shortenSimpleRequests(app: App, { requestTimeoutMs }: HttpLimits): void {
  const methods = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.isSimple !== true) return
    for (const each of [method].flat()) methods.getOrInsertComputed(each, () => new Set()).add(url)
  })
  const simple = takeSimpleRequests(app.server, {
    isTaken: (method, url) => methods.get(method)?.has(url) === true,
    firstBytesTimeoutMs: requestTimeoutMs,
    keepAliveTimeoutMs,
    checkIntervalMs: checkIntervalMs(requestTimeoutMs),
  })
  app.addHook('preClose', (done) => {
    simple.close()
    done()
  })
}

const checkIntervalMs = (requestTimeoutMs: number): number =>
  Math.min(longestCheckMs, requestTimeoutMs / 4)

function createApp(log: Logger, { requestTimeoutMs, connectionsMax }: HttpLimits): App {
  const app: App = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    http: {
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: checkIntervalMs(requestTimeoutMs),
    },
    keepAliveTimeout: keepAliveTimeoutMs,
    forceCloseConnections: 'idle',
    requestIdHeader: 'x-request-id',
    genReqId: createRequestIds(),
    // One logger for all: what is logged of a request names it, and most requests log nothing.
    childLoggerFactory: (logger) => logger,
    frameworkErrors: answerError,
    clientErrorHandler: answerUnreadableRequest,
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 200 },
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.server.maxConnections = connectionsMax
  app.setValidatorCompiler(compileValidator)
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler(answerError)
  app.setNotFoundHandler(answerNotFound)
  app.addSchema(problemSchema)
  return app
}

function createRequestIds(): () => string {
  const prefix = randomBytes(4).toString('hex')
  let sequence = 0
  return () => {
    sequence += 1
    return `${prefix}-${sequence.toString(36)}`
  }
}

/** By Node's own codes. */
const statusOfUnreadable: ReadonlyMap<string | undefined, number> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
  ['HPE_HEADER_OVERFLOW', 431],
])

/** Bytes that are not HTTP never reach a route; they get the same kind of answer all the same. */
function answerUnreadableRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const document = problem(
    statusOfUnreadable.get(error.code) ?? 400,
    'request-unreadable',
    error.message,
  )
  const body = JSON.stringify(document)
  socket.end(
    `HTTP/1.1 ${document.status} ${document.title}\r\nconnection: close\r\n` +
      `content-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
