import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { kafkaJarsFolder } from '../../scripts/bootstrap/cache-folder.mjs'
import { KnownFailure } from '../errors.ts'
import { runToEnd } from '../lifecycle/run-to-end.ts'
import { type OwnedProcessRequest, spawnOwned } from '../lifecycle/spawn-owned.ts'
import { askKafka } from './ask-services.ts'
import { makeDataFolder } from './data-folder.ts'
import type { EnvironmentRequest, KafkaService } from './environment.ts'
import type { StartedService } from './embedded-postgres.ts'
import { onFreePorts } from '../lifecycle/free-port.ts'
import { kafkaHeap, kafkaProperties } from './kafka-settings.ts'
import { untilAnswers } from './until-answers.ts'

const formatTimeoutMs = 60_000

/**
 * A cluster of one run needs no name of its own; a random one that begins with "-" is taken for an
 * option.
 */
const clusterId = 'plumbline-run-cluster0'

/** A formatted log folder of this run's own; nothing runs on it yet. */
export interface KafkaInstallation {
  readonly request: EnvironmentRequest
  readonly jars: string
  /** Its server.properties, which names its ports and its log folder. */
  readonly config: string
  readonly port: number
}

/**
 * Formats a log folder of this run's own and starts Apache Kafka on it, with the machine's Java.
 */
export async function startKafka(
  request: EnvironmentRequest,
  cacheFolder: string,
): Promise<StartedService<KafkaService>> {
  const folder = kafkaFolder(request, cacheFolder)
  return onFreePorts(2, async (ports) => serveKafka(await installKafka(folder, ports)))
}

interface KafkaFolder {
  readonly request: EnvironmentRequest
  readonly jars: string
  readonly folder: string
}

export function kafkaFolder(request: EnvironmentRequest, cacheFolder: string): KafkaFolder {
  const jars = kafkaJarsFolder(cacheFolder)
  if (!existsSync(jars)) {
    throw new KnownFailure(
      'prerequisite',
      `Kafka's jars are not in ${jars}, expected them fetched`,
      {
        remedy: 'npm run perf -- --services embedded, which fetches them',
      },
    )
  }
  const folder = makeDataFolder({
    service: 'kafka',
    durability: request.durability,
    ledger: request.ledger,
    cacheFolder,
  })
  return { request, jars, folder }
}

/**
 * @param ports of the broker and of the controller
 * @param settings of its own, for a broker that is treated as no other is
 */
export async function installKafka(
  { request, jars, folder }: KafkaFolder,
  [broker, controller]: readonly number[],
  settings: Readonly<Record<string, string>> = {},
): Promise<KafkaInstallation> {
  const config = path.join(folder, 'server.properties')
  const ports = { broker: broker as number, controller: controller as number }
  writeFileSync(config, kafkaProperties(path.join(folder, 'log'), ports, settings))
  await format(request, jars, config)
  return { request, jars, config, port: ports.broker }
}

async function format(request: EnvironmentRequest, jars: string, config: string): Promise<void> {
  const args = ['format', '--ignore-formatted', '-t', clusterId, '-c', config]
  const command = ['kafka.tools.StorageTool', ...args]
  await runToEnd(javaRequest(request, jars, 'kafka-storage', command), formatTimeoutMs)
}

/** Starts a broker on what is in its log folder, which may be what a killed one left. */
export async function serveKafka({
  request,
  jars,
  config,
  port,
}: KafkaInstallation): Promise<StartedService<KafkaService>> {
  const server = await spawnOwned(javaRequest(request, jars, 'kafka', ['kafka.Kafka', config]))
  try {
    const brokers = [`127.0.0.1:${port}`]
    const version = await untilAnswers(
      'kafka',
      () => askKafka(brokers),
      request.readyTimeoutMs,
      server.died,
    )
    return { service: { brokers, version, rootPid: server.pid }, process: server }
  } catch (error) {
    await server.stop()
    throw error
  }
}

function javaRequest(
  request: EnvironmentRequest,
  jars: string,
  what: string,
  mainAndArguments: readonly string[],
): OwnedProcessRequest {
  return {
    ledger: request.ledger,
    what,
    command: 'java',
    args: [
      ...kafkaHeap.split(' '),
      // Without it the JVM leaves a file per process in /tmp when it is killed.
      '-XX:-UsePerfData',
      '-Djava.awt.headless=true',
      '-cp',
      path.join(jars, '*'),
      ...mainAndArguments,
    ],
    cwd: path.dirname(mainAndArguments.at(-1) as string),
    inherit: 'essential',
  }
}
