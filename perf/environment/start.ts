import { chooseProvider } from './choose-provider.ts'
import { startEmbedded } from './embedded.ts'
import type { Environment, EnvironmentRequest, ProviderName } from './environment.ts'
import { useExternal } from './external.ts'
import { startTestcontainers } from './testcontainers.ts'

const providers: Readonly<
  Record<ProviderName, (request: EnvironmentRequest) => Promise<Environment>>
> = {
  embedded: startEmbedded,
  testcontainers: startTestcontainers,
  external: useExternal,
}

/** Postgres, Redis and Kafka, all answering; or a KnownFailure, with nothing left running. */
export async function startEnvironment(request: EnvironmentRequest): Promise<Environment> {
  const { provider, reason } = await chooseProvider(request)
  request.onProgress(`services: ${provider} (${reason})`)
  const environment = await providers[provider](request)
  return { ...environment, reason }
}
