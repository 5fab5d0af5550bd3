import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { repositoryFolder } from '../config.ts'
import { imagesFromEnvironment, reaperImage } from './config.ts'

test('each image can be overridden from the environment', () => {
  expect(
    imagesFromEnvironment({
      PLUMBLINE_POSTGRES_IMAGE: 'registry.local/postgres:18',
      PLUMBLINE_REDIS_IMAGE: 'registry.local/redis:7',
      PLUMBLINE_KAFKA_IMAGE: 'registry.local/cp-kafka:8.0.0',
    }),
  ).toEqual({
    postgres: 'registry.local/postgres:18',
    redis: 'registry.local/redis:7',
    kafka: 'registry.local/cp-kafka:8.0.0',
  })
})

test('an image that is not named or empty is not overridden', () => {
  expect(imagesFromEnvironment({ PLUMBLINE_REDIS_IMAGE: '' })).toEqual({})
})

test('the reaper image is the one that the installed library starts', () => {
  vi.stubEnv('RYUK_CONTAINER_IMAGE', undefined)
  const library = join(repositoryFolder, 'node_modules/testcontainers/build/reaper/reaper.js')
  expect(readFileSync(library, 'utf8')).toContain(`"${reaperImage()}"`)
  vi.unstubAllEnvs()
})
