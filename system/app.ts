import { composePayments } from './compose-payments.ts'
import type { Config } from './config.ts'
import { serveDashboard } from './dashboard/serve.ts'
import { createAuditModule } from './modules/audit/module.ts'
import { banks as allBanks } from './modules/banks/banks.ts'
import type { Bank } from './modules/banks/banks.ts'
import { createClearingWindows } from './modules/banks/windows.ts'
import { createComplianceModule } from './modules/compliance/module.ts'
import { createFxModule } from './modules/fx/module.ts'
import { createLiquidityModule } from './modules/liquidity/module.ts'
import { createMessagesModule } from './modules/messages/module.ts'
import { createNettingModule } from './modules/netting/module.ts'
import { createDeliveryModule } from './modules/delivery/module.ts'
import { createReconciliationModule } from './modules/reconciliation/module.ts'
import type { PaymentsModule } from './modules/payments/module.ts'
import { createClock } from './platform/clock/clock.ts'
import { createReportingModule } from './modules/reporting/module.ts'
import { registerFrontDoor } from './platform/http/front-door.ts'
import { registerHealth } from './platform/http/health.ts'
import { collectOpenapi, serveOpenapi } from './platform/http/openapi.ts'
import { documentProblems } from './platform/http/problems.ts'
import { createHttpServer } from './platform/http/server.ts'
import type { App, HttpServer } from './platform/http/server.ts'
import { createJobsPlatform } from './platform/jobs/jobs.ts'
import { createKafka } from './platform/kafka/kafka.ts'
import { createLog } from './platform/log.ts'
import type { Platform, SystemModule } from './platform/module.ts'
import { sleep } from './platform/pace/sleep.ts'
import { createDatabase } from './platform/postgres/database.ts'
import { createRedis } from './platform/redis/redis.ts'
import { sampleGauge } from './platform/telemetry/sampled.ts'
import { registerMetrics } from './platform/telemetry/routes.ts'
import { createTelemetry } from './platform/telemetry/telemetry.ts'
import { createWebSocketHub } from './platform/websocket/hub.ts'
import type { WebSocketHub } from './platform/websocket/hub.ts'
import { createRetention } from './platform/retention/retention.ts'
import { retentionRules } from './retention.ts'

/**
 * The composition root: this and what it composes payments by are the only files that know several
 * modules.
 */
export interface System {
  readonly app: App
  readonly platform: Platform
  /**
   * Starts the modules, then listens. What was started is stopped again when the rest cannot be.
   */
  start(): Promise<void>
  /**
   * Refuses new work, finishes the accepted, closes everything. A start under way is waited for.
   */
  stop(): Promise<void>
}

/** Modules in the order in which they start; they stop in the reverse order. */
function composeModules(platform: Platform): readonly SystemModule[] {
  const hub = createWebSocketHub(platform)
  const jobs = createJobsPlatform(platform)
  const reconciliation = createReconciliationModule(platform, { jobs, hub })
  const fx = createFxModule(platform)
  const compliance = createComplianceModule(platform, {
    raise(tenant, alert) {
      hub.gather(tenant, 'compliance_alert', alert)
    },
  })
  const { payments, banks } = composePayments(platform, fx, compliance)
  const followers = composeFollowers(platform, payments, hub)
  const retention = createRetention(platform, retentionRules(platform.config.retention.days))
  return [fx, hub, compliance, payments, banks, jobs, reconciliation, ...followers, retention]
}

/** What works with payments that are settled. */
function composeFollowers(
  platform: Platform,
  { transfers, realtime }: PaymentsModule,
  hub: WebSocketHub,
): readonly SystemModule[] {
  const audit = createAuditModule(platform)
  const find = (bic: string): Bank | undefined => allBanks.find((bank) => bank.bic === bic)
  const messages = createMessagesModule(platform, { banks: { find } })
  const netting = createNettingModule(platform, { transfers, audit })
  const windows = createClearingWindows()
  const reporting = createReportingModule(platform, {
    hub,
    realtime,
    isOpen: (bic, atMs) => windows.isOpen(bic, atMs),
  })
  const liquidity = createLiquidityModule(platform, {
    transfers,
    announce(tenant, news) {
      hub.gather(tenant, 'liquidity_rebalance', news)
    },
  })
  const { url } = platform.config.delivery
  const delivery = url === undefined ? [] : [createDeliveryModule(platform, url)]
  return [audit, messages, netting, reporting, liquidity, ...delivery]
}

export async function createSystem(
  config: Config,
  options: { readonly collectOpenapi?: boolean } = {},
): Promise<System> {
  const platform = createPlatform(config)
  const server = createHttpServer(platform.log, platform.telemetry.http, config.http)
  const modules = composeModules(platform)
  if (options.collectOpenapi === true) {
    await collectOpenapi(server.app)
  }
  await registerRoutes(server, platform, modules)
  let started: Promise<void> | undefined
  return {
    app: server.app,
    platform,
    async start() {
      started = startAll(server, platform, modules)
      await started
    },
    async stop() {
      const failed = await started?.then(
        () => false,
        () => true,
      )
      // A start that failed has stopped everything itself.
      if (failed !== true) {
        await stopAll(server, platform, modules)
      }
    },
  }
}

function createPlatform(config: Config): Platform {
  const log = createLog(config.logLevel)
  return {
    config,
    log,
    clock: createClock(config.clockStartsAtMs),
    database: createDatabase({
      url: config.databaseUrl,
      poolMax: config.postgresPoolMax,
      statementTimeoutMs: config.statementTimeoutMs,
      applicationName: config.namespace,
      log,
    }),
    redis: createRedis(config.redisUrl, config.namespace, log),
    kafka: createKafka({ ...config.kafka, namespace: config.namespace, log }),
    telemetry: createTelemetry(),
  }
}

async function registerRoutes(
  server: HttpServer,
  platform: Platform,
  modules: readonly SystemModule[],
): Promise<void> {
  const { app } = server
  const { database, redis, kafka, telemetry } = platform
  const checks = {
    postgres: async () => database.check(),
    redis: async () => redis.check(),
    kafka: async () => kafka.check(),
  }
  registerHealth(server, checks, modules)
  registerMetrics(app, telemetry)
  samplePool(platform)
  serveOpenapi(app)
  serveDashboard(app)
  await app.register(
    async (api: App) => {
      api.addHook('onRoute', (route) => {
        documentProblems(route, app.hasDecorator('swagger'))
      })
      registerFrontDoor(api, platform)
      for (const module of modules) {
        module.register(api)
      }
    },
    { prefix: '/api/v1' },
  )
}

function samplePool({ config, database, telemetry }: Platform): void {
  const { idle, total, waiting } = database.pool
  const help = 'Connections to Postgres by state, and requests that wait for one'
  sampleGauge(telemetry.registry, { name: 'postgres_pool', help, label: 'state' }, () => ({
    idle: idle(),
    busy: total() - idle(),
    waiting: waiting(),
  }))
  const most = { name: 'postgres_pool_max', help: 'Connections that the pool may open at most' }
  sampleGauge(telemetry.registry, most, () => config.postgresPoolMax)
}

async function startAll(
  server: HttpServer,
  platform: Platform,
  modules: readonly SystemModule[],
): Promise<void> {
  const { host, port } = platform.config
  try {
    for (const module of modules) {
      await module.start()
    }
    const address = await server.app.listen({ host, port })
    platform.log.info({ address }, 'listening')
  } catch (error) {
    // Whatever runs would keep the process alive, and nobody would see that it had failed.
    await stopAll(server, platform, modules).catch((cause: unknown) => {
      platform.log.warn({ err: cause }, 'not everything could be stopped after a failed start')
    })
    throw error
  }
}

const drainTimeoutMs = 15_000
const drainPollMs = 10

/** One part that cannot be stopped keeps no other from being stopped. */
async function stopAll(
  server: HttpServer,
  { kafka, redis, database, log }: Platform,
  modules: readonly SystemModule[],
): Promise<void> {
  server.drain()
  const deadline = performance.now() + drainTimeoutMs
  while (server.inFlight() > 0 && performance.now() < deadline) {
    await sleep(drainPollMs)
  }
  if (server.inFlight() > 0) {
    log.warn({ requests: server.inFlight(), drainTimeoutMs }, 'requests left unanswered')
  }
  // Disposed of in reverse: the modules, the server, the services.
  const closing = new AsyncDisposableStack()
  for (const service of [kafka, redis, database]) {
    closing.defer(async () => service.close())
  }
  closing.defer(async () => {
    await server.app.close()
  })
  for (const module of modules) {
    closing.defer(async () => module.stop())
  }
  await closing.disposeAsync()
  log.info('stopped')
}
