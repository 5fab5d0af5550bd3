import { startEmbedded } from './embedded.ts'
import type { Environment, EnvironmentRequest } from './environment.ts'

/** Starts Postgres, Redis and Kafka, all answering, or throws a KnownFailure with nothing left running. */
export async function startEnvironment(request: EnvironmentRequest): Promise<Environment> {
  return startEmbedded(request)
}
