import { homedir } from 'node:os'
import { cacheFolder } from '../../scripts/bootstrap/cache-folder.mjs'
import type { ServiceImages } from './environment.ts'

/** What the providers take from the outside where a request leaves it open. */
export function defaultCacheFolder(): string {
  return cacheFolder(process.env, { uid: process.getuid?.() ?? -1, home: homedir() })
}

/** PLUMBLINE_POSTGRES_IMAGE, PLUMBLINE_REDIS_IMAGE and PLUMBLINE_KAFKA_IMAGE. */
export function imagesFromEnvironment(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Partial<ServiceImages> {
  const chosen = {
    postgres: environment['PLUMBLINE_POSTGRES_IMAGE'],
    redis: environment['PLUMBLINE_REDIS_IMAGE'],
    kafka: environment['PLUMBLINE_KAFKA_IMAGE'],
  }
  return Object.fromEntries(Object.entries(chosen).filter(([, image]) => Boolean(image)))
}

/** In CI a provider that cannot be tried is a failure; on a desk without Docker it is a fact. */
export function isContinuousIntegration(): boolean {
  return Boolean(process.env['CI']) && process.env['CI'] !== 'false'
}

/** The library reads these itself and takes no argument for them. */
export function switchReaperOff(): void {
  process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true'
}

/** The reaper image that testcontainers would start: its own default, which it does not export. */
export function reaperImage(): string {
  return process.env['RYUK_CONTAINER_IMAGE'] ?? 'testcontainers/ryuk:0.14.0'
}
