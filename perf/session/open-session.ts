import type { RunConfig } from '../config.ts'
import type { Environment } from '../environment/environment.ts'
import { startEnvironment } from '../environment/start.ts'
import type { RunLedger } from '../lifecycle/run-ledger.ts'
import { readFingerprint } from '../machine/fingerprint.ts'
import type { Revisions } from '../target/revisions.ts'
import { prepareArms } from './prepare-arms.ts'
import { selectScenarios } from './run-scenarios.ts'
import type { MeasureTask, Session } from './session.ts'

/**
 * Opens a session: running services, two built arms with their template databases.
 * What it started ends with it, in reverse order.
 */
export interface OpenSession extends AsyncDisposable {
  readonly session: Session
  readonly ledger: RunLedger
  readonly revisions: Revisions
  readonly environment: Environment
}

/** `title` is for people; `phase` is stable. */
export interface SessionProgress {
  phase(phase: string, title: string): void
  note(message: string): void
}

export interface SessionRequest {
  readonly config: RunConfig
  /** As `resolveRequest` found them. */
  readonly revisions: Revisions
  readonly ledger: RunLedger
  readonly progress: SessionProgress
}

const readyTimeoutMs = 60_000

export async function openSession({
  config,
  revisions,
  ledger,
  progress,
}: SessionRequest): Promise<OpenSession> {
  await using opening = new AsyncDisposableStack()
  progress.phase('services', 'Starting Postgres, Redis and Kafka')
  const environment = opening.use(await startServices(config, ledger, progress))
  progress.phase('arms', 'Building base and head')
  const arms = opening.use(await prepareArms({ config, ledger, environment, revisions, progress }))
  const session: Session = {
    runId: ledger.runId,
    ledgerFolder: ledger.folder,
    outFolder: config.outFolder,
    seed: config.seed,
    profile: config.profile,
    task: wholeMeasurement(config),
    instructions: config.instructions,
    services: {
      provider: environment.provider,
      durability: environment.durability,
      postgresAdminUrl: environment.postgres.adminUrl,
      postgresRootPid: environment.postgres.rootPid,
      kafkaRootPid: environment.kafka.rootPid,
      redisUrl: environment.redis.url,
      kafkaBrokers: environment.kafka.brokers,
    },
    arms: arms.arms,
    fingerprint: readFingerprint(config, environment),
  }
  const kept = opening.move()
  return {
    session,
    ledger,
    revisions,
    environment,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** All looks in one go, for whoever does not stop at one. */
function wholeMeasurement({ profile, scenarioGlob }: RunConfig): MeasureTask {
  const scenarios = selectScenarios(scenarioGlob)
  return { kind: 'measure', scenarios, from: 0, to: profile.looks.at(-1) ?? 0 }
}

function startServices(
  config: RunConfig,
  ledger: RunLedger,
  progress: SessionProgress,
): Promise<Environment> {
  return startEnvironment({
    services: config.services,
    durability: config.durability,
    external: config.external,
    ledger,
    readyTimeoutMs,
    onProgress: (line) => progress.note(line),
  })
}
