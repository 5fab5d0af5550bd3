import type Dockerode from 'dockerode'
import { KnownFailure } from '../errors.ts'
import { connectEngine } from '../lifecycle/container-engine.ts'
import { allOrNone } from './all-or-none.ts'
import { askKafka, askPostgres, askRedis } from './ask-services.ts'
import { reaperImage, switchReaperOff } from './config.ts'
import { startContainerService } from './container-service.ts'
import type { Environment, EnvironmentRequest, ServiceImages } from './environment.ts'
import { chooseImages, imageIsHere } from './image-choice.ts'

/** The port inside the container on which the Kafka module publishes the client listener. */
const kafkaClientPort = 9093

/** The three services in containers, through the testcontainers module of each. */
export async function startTestcontainers(request: EnvironmentRequest): Promise<Environment> {
  const engine = await requireEngine()
  const images = await chooseImages(engine, request)
  // Without its image the reaper would fail the start; the ledger's sweep does its work then.
  if (!(await imageIsHere(engine, reaperImage()))) switchReaperOff()
  const startedAtMs = performance.now()
  const services = await startAll(engine, images, request)
  const [postgres, redis, kafka] = services
  const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(1)
  request.onProgress(
    `containers answer after ${seconds} s: Postgres ${postgres.version} (${postgres.image}), Redis ${redis.version} (${redis.image}), Kafka ${kafka.version} (${kafka.image})`,
  )
  const { version, rootPid } = postgres
  return {
    provider: 'testcontainers',
    durability: request.durability,
    postgres: { adminUrl: postgres.address, version, rootPid },
    redis: { url: redis.address, version: redis.version, rootPid: redis.rootPid },
    kafka: { brokers: kafka.address, version: kafka.version, rootPid: kafka.rootPid },
    died: Promise.race(services.map(({ died }) => died)),
    async [Symbol.asyncDispose]() {
      await Promise.all(services.map((service) => service.stop()))
    },
  }
}

async function startAll(engine: Dockerode, images: ServiceImages, request: EnvironmentRequest) {
  // The modules take most of a second to load, so only those who need them do.
  const modules = await import('./service-containers.ts')
  const postgres = startContainerService(
    engine,
    {
      what: 'postgres',
      image: images.postgres,
      start: modules.startPostgresContainer,
      addressOf: (container) => container.getConnectionUri(),
      ask: askPostgres,
    },
    request,
  )
  const redis = startContainerService(
    engine,
    {
      what: 'redis',
      image: images.redis,
      start: modules.startRedisContainer,
      addressOf: (container) => `redis://${container.getHost()}:${container.getPort()}`,
      ask: askRedis,
    },
    request,
  )
  const kafka = startContainerService(
    engine,
    {
      what: 'kafka',
      image: images.kafka,
      start: modules.startKafkaContainer,
      addressOf: (container) => [
        `${container.getHost()}:${container.getMappedPort(kafkaClientPort)}`,
      ],
      ask: askKafka,
    },
    request,
  )
  return allOrNone([postgres, redis, kafka], (service) => service.stop())
}

async function requireEngine(): Promise<Dockerode> {
  const engine = await connectEngine()
  if (engine === undefined) {
    throw new KnownFailure(
      'prerequisite',
      'no Docker engine answers, expected one for services in testcontainers',
      { remedy: 'start Docker, or choose --services embedded' },
    )
  }
  return engine.container.dockerode
}
