import type Dockerode from 'dockerode'
import { KnownFailure } from '../errors.ts'
import { imagesFromEnvironment } from './config.ts'
import type { EnvironmentRequest, ServiceImages } from './environment.ts'
import { localImages, officialImages } from './images.ts'

const services = ['postgres', 'redis', 'kafka'] as const
type Service = (typeof services)[number]

/** A pull may take long, but not without a sign of life for so long: then no registry is there. */
const pullSilenceMs = 30_000

/** An image that is on this engine by now, for each service. */
export async function chooseImages(
  engine: Dockerode,
  request: Pick<EnvironmentRequest, 'images' | 'onProgress'>,
): Promise<ServiceImages> {
  const [postgres, redis, kafka] = await Promise.all(
    services.map((service) => chooseImage(engine, service, request)),
  )
  return { postgres, redis, kafka } as ServiceImages
}

/**
 * Without an override the first of these that is at hand or can be pulled: official and here, built
 * here, official from its registry. An override is taken at its word.
 */
async function chooseImage(
  engine: Dockerode,
  service: Service,
  { images, onProgress }: Pick<EnvironmentRequest, 'images' | 'onProgress'>,
): Promise<string> {
  const chosen = (images ?? imagesFromEnvironment())[service]
  const candidates =
    chosen === undefined ? [officialImages[service], localImages[service]] : [chosen]
  for (const candidate of candidates) {
    if (await imageIsHere(engine, candidate)) return candidate
  }
  const wanted = candidates[0] as string
  onProgress(`pulling ${wanted}`)
  try {
    await pull(engine, wanted)
    return wanted
  } catch (error) {
    throw new KnownFailure(
      'service',
      `image ${wanted} for ${service} is not here and cannot be pulled: ${(error as Error).message}, expected one of ${candidates.join(', ')}`,
      { cause: error, remedy: 'npm run images' },
    )
  }
}

export async function imageIsHere(engine: Dockerode, image: string): Promise<boolean> {
  try {
    await engine.getImage(image).inspect()
    return true
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return false
    throw error
  }
}

async function pull(engine: Dockerode, image: string): Promise<void> {
  const silence = new AbortController()
  const timer = setTimeout(
    () => silence.abort(new Error(`no sign of life for ${pullSilenceMs} ms`)),
    pullSilenceMs,
  )
  try {
    const stream = await engine.pull(image, { abortSignal: silence.signal })
    await new Promise<void>((resolve, reject) => {
      silence.signal.addEventListener('abort', () => reject(silence.signal.reason as Error))
      engine.modem.followProgress(
        stream,
        (error) => (error === null ? resolve() : reject(error)),
        () => timer.refresh(),
      )
    })
  } finally {
    clearTimeout(timer)
  }
}
