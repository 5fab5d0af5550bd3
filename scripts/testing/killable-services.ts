import { defaultCacheFolder } from '../../perf/environment/config.ts'
import { installKafka, kafkaFolder, serveKafka } from '../../perf/environment/embedded-kafka.ts'
import { installPostgres, servePostgres } from '../../perf/environment/embedded-postgres.ts'
import { serveRedis } from '../../perf/environment/embedded-redis.ts'
import { makeDataFolder } from '../../perf/environment/data-folder.ts'
import type { EnvironmentRequest } from '../../perf/environment/environment.ts'
import { freePorts } from '../../perf/lifecycle/free-port.ts'
import { openRunLedger } from '../../perf/lifecycle/run-ledger.ts'
import type { RunLedger } from '../../perf/lifecycle/run-ledger.ts'
import type { Services } from '../../system/testing/system-process.ts'
import { testStateFolder } from './config.ts'
import { KillableService } from './killable-service.ts'

/**
 * For how long Kafka holds a place for who is dead: members of groups whose process was killed, and
 * its own broker of before. By its defaults most of a suite of kills would be spent waiting for
 * that.
 */
const givesUpSoon = {
  'group.min.session.timeout.ms': '1000',
  'broker.session.timeout.ms': '1500',
  'broker.heartbeat.interval.ms': '300',
} as const

/** Services of one test file's own, because it takes them away. */
export interface KillableServices extends AsyncDisposable {
  readonly addresses: Services
  readonly postgres: KillableService
  readonly redis: KillableService
  readonly kafka: KillableService
}

export async function startKillableServices(): Promise<KillableServices> {
  await using starting = new AsyncDisposableStack()
  const request = requestFor(starting.use(await openRunLedger(testStateFolder())))
  const { postgres, postgresAdminUrl } = await startPostgres(request)
  starting.use(postgres)
  const { redis, redisUrl } = await startRedis(request)
  starting.use(redis)
  const { kafka, kafkaBrokers } = await startKafka(request)
  starting.use(kafka)
  const running = starting.move()
  return {
    addresses: { postgresAdminUrl, redisUrl, kafkaBrokers },
    postgres,
    redis,
    kafka,
    [Symbol.asyncDispose]: async () => running.disposeAsync(),
  }
}

/** For a file that takes only Redis away. */
export interface KillableRedis extends AsyncDisposable {
  readonly redis: KillableService
  readonly redisUrl: string
}

export async function startKillableRedis(): Promise<KillableRedis> {
  await using starting = new AsyncDisposableStack()
  const request = requestFor(starting.use(await openRunLedger(testStateFolder())))
  const { redis, redisUrl } = await startRedis(request)
  starting.use(redis)
  const running = starting.move()
  return { redis, redisUrl, [Symbol.asyncDispose]: async () => running.disposeAsync() }
}

/** For a file that takes only Postgres away. */
export interface KillablePostgres extends AsyncDisposable {
  readonly postgres: KillableService
  readonly postgresAdminUrl: string
}

export async function startKillablePostgres(): Promise<KillablePostgres> {
  await using starting = new AsyncDisposableStack()
  const request = requestFor(starting.use(await openRunLedger(testStateFolder())))
  const { postgres, postgresAdminUrl } = await startPostgres(request)
  starting.use(postgres)
  const running = starting.move()
  return {
    postgres,
    postgresAdminUrl,
    [Symbol.asyncDispose]: async () => running.disposeAsync(),
  }
}

function requestFor(ledger: RunLedger): EnvironmentRequest {
  return {
    services: 'embedded',
    durability: 'process-crash',
    ledger,
    readyTimeoutMs: 60_000,
    external: undefined,
    onProgress: () => {},
  }
}

async function startPostgres(request: EnvironmentRequest) {
  const installation = await installPostgres(request, defaultCacheFolder(), 'postgres')
  const [port = 0] = await freePorts(1)
  let postgresAdminUrl = ''
  const postgres = await KillableService.start(async () => {
    const started = await servePostgres(installation, port)
    postgresAdminUrl = started.service.adminUrl
    return started
  })
  return { postgres, postgresAdminUrl }
}

async function startRedis(request: EnvironmentRequest) {
  const { durability, ledger } = request
  const cacheFolder = defaultCacheFolder()
  const folder = makeDataFolder({ service: 'redis', durability, ledger, cacheFolder })
  const [port = 0] = await freePorts(1)
  const redis = await KillableService.start(async () => serveRedis(request, folder, port))
  return { redis, redisUrl: `redis://127.0.0.1:${port}` }
}

async function startKafka(request: EnvironmentRequest) {
  const folder = kafkaFolder(request, defaultCacheFolder())
  const installation = await installKafka(folder, await freePorts(2), givesUpSoon)
  const kafka = await KillableService.start(async () => serveKafka(installation))
  return { kafka, kafkaBrokers: [`127.0.0.1:${installation.port}`] }
}
