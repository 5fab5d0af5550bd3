import { connectEngine } from '../lifecycle/container-engine.ts'
import type { EnvironmentRequest, ProviderName } from './environment.ts'
import { chooseImages } from './image-choice.ts'

export interface ProviderChoice {
  readonly provider: ProviderName
  /** For people, e.g. "asked for" or "no Docker engine answers". */
  readonly reason: string
}

/**
 * `auto` takes testcontainers where an engine answers and the images are there or can be pulled,
 * else embedded. A Docker client on the PATH says nothing about an engine, so the engine itself is
 * asked.
 */
export async function chooseProvider(
  request: EnvironmentRequest,
  connect = connectEngine,
): Promise<ProviderChoice> {
  if (request.services !== 'auto') return { provider: request.services, reason: 'asked for' }
  if (request.external !== undefined) return { provider: 'external', reason: 'URLs are given' }
  const engine = await connect()
  if (engine === undefined) return { provider: 'embedded', reason: 'no Docker engine answers' }
  const { serverVersion } = engine.info.containerRuntime
  try {
    await chooseImages(engine.container.dockerode, request)
    const reason = `Docker engine ${serverVersion} answers and has the images`
    return { provider: 'testcontainers', reason }
  } catch (error) {
    const reason = `Docker engine ${serverVersion} answers, but ${(error as Error).message}`
    return { provider: 'embedded', reason }
  }
}
