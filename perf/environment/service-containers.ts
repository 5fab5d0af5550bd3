import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import { KafkaContainer, type StartedKafkaContainer } from '@testcontainers/kafka'
import { PostgreSqlContainer, type StartedPostgreSqlContainer } from '@testcontainers/postgresql'
import { RedisContainer, type StartedRedisContainer } from '@testcontainers/redis'
import { Wait } from 'testcontainers'
import { runLabel } from '../lifecycle/container-engine.ts'
import type { EnvironmentRequest } from './environment.ts'
import { commonKafkaSettings, kafkaHeap } from './kafka-settings.ts'
import { initdbArguments, postgresFlags, postgresSettings } from './postgres-settings.ts'
import { redisArguments } from './redis-settings.ts'

export interface ContainerRequest {
  readonly image: string
  readonly request: EnvironmentRequest
  /** Gets the container's output from its start on. */
  readonly onLog: (log: Readable) => void
}

/**
 * The module's own check is a `docker exec` of pg_isready four times a second for as long as the
 * container runs, each with a new backend: CPU that the machine loses and Postgres is charged with.
 * This one never comes; the port tells of the start, and then Postgres itself is asked.
 */
const neverChecked = {
  test: ['CMD-SHELL', 'exit 0'] as ['CMD-SHELL', string],
  interval: 24 * 60 * 60 * 1_000,
}

/**
 * The container of each testcontainers module with our settings. The hook comes between creation
 * and start: a container is in the ledger before it runs.
 */
export function startPostgresContainer({
  image,
  request,
  onLog,
}: ContainerRequest): Promise<StartedPostgreSqlContainer> {
  class Recorded extends PostgreSqlContainer {
    protected override async containerCreated(id: string): Promise<void> {
      request.ledger.recordContainer(id, 'postgres')
    }
  }
  const container = new Recorded(image)
    .withDatabase('postgres')
    .withUsername('postgres')
    .withPassword(randomBytes(12).toString('hex'))
    .withEnvironment({ POSTGRES_INITDB_ARGS: initdbArguments.join(' ') })
    .withCommand(['postgres', ...postgresFlags(postgresSettings(request.durability))])
    // Docker gives 64 MB; parallel queries share their memory here.
    .withSharedMemorySize(256 * 1024 * 1024)
    .withLabels(labels(request))
    .withLogConsumer(onLog)
    .withHealthCheck(neverChecked)
    .withWaitStrategy(Wait.forListeningPorts())
    .withStartupTimeout(request.readyTimeoutMs)
  if (request.durability === 'memory') container.withTmpFs({ '/var/lib/postgresql': 'rw' })
  return container.start()
}

export function startRedisContainer({
  image,
  request,
  onLog,
}: ContainerRequest): Promise<StartedRedisContainer> {
  class Recorded extends RedisContainer {
    protected override async containerCreated(id: string): Promise<void> {
      request.ledger.recordContainer(id, 'redis')
    }
  }
  return new Recorded(image)
    .withCommand(['redis-server', ...redisArguments])
    .withLabels(labels(request))
    .withLogConsumer(onLog)
    .withStartupTimeout(request.readyTimeoutMs)
    .start()
}

export function startKafkaContainer({
  image,
  request,
  onLog,
}: ContainerRequest): Promise<StartedKafkaContainer> {
  class Recorded extends KafkaContainer {
    protected override async containerCreated(id: string): Promise<void> {
      request.ledger.recordContainer(id, 'kafka')
    }
  }
  const container = new Recorded(image)
    .withKraft()
    .withEnvironment({ ...asEnvironment(commonKafkaSettings), KAFKA_HEAP_OPTS: kafkaHeap })
    .withLabels(labels(request))
    .withLogConsumer(onLog)
    .withStartupTimeout(request.readyTimeoutMs)
  if (request.durability === 'memory') {
    // A folder that the image does not have: over an existing one the runtime would restore the
    // modes that it had, and the image's own user could not write to it.
    container
      .withTmpFs({ '/kafka-memory': 'rw,mode=1777' })
      .withEnvironment({ KAFKA_LOG_DIRS: '/kafka-memory/log' })
  }
  return container.start()
}

function labels(request: EnvironmentRequest): Record<string, string> {
  return { [runLabel]: request.ledger.runId }
}

/** The image's own spelling of a property: `a.b.c` is KAFKA_A_B_C. */
function asEnvironment(settings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      `KAFKA_${name.toUpperCase().replaceAll('.', '_')}`,
      value,
    ]),
  )
}
