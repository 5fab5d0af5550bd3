import { spawnSync } from 'node:child_process'
import { relative } from 'node:path'
import { expect, test } from 'vitest'
import { repositoryFolder } from '../config.ts'
import { systemEnvironment } from './system-process.ts'

const address = {
  host: '127.0.0.1',
  port: 8080,
  databaseUrl: 'postgres://unused',
  redisUrl: 'redis://unused',
  kafkaBrokers: ['one:1', 'two:2'],
  namespace: 'unused-',
  token: 'unused',
}

test('what a start in the user’s own tree leaves there is ignored by git', () => {
  const { NODE_COMPILE_CACHE: folder = '' } = systemEnvironment({
    armFolder: repositoryFolder,
    address,
  })
  expect(relative(repositoryFolder, folder)).toBe('.plumbline/compile-cache')
  const { status } = spawnSync('git', ['check-ignore', '--quiet', folder], {
    cwd: repositoryFolder,
  })
  expect(status).toBe(0)
})

test('what is measured begins on a Wednesday at 09:00 UTC, unless a start asks for the real time', () => {
  const { CLOCK_STARTS_AT: startsAt = '' } = systemEnvironment({ armFolder: '/arm', address })
  expect(new Date(startsAt).toUTCString()).toMatch(/^Wed, .* 09:00:00 GMT$/)
  const how = { env: { CLOCK_STARTS_AT: '' } }
  expect(systemEnvironment({ armFolder: '/arm', address, how })).toMatchObject(how.env)
})

test('a pass that looks inside overrides what every start has, and adds to it', () => {
  const how = { env: { NODE_COMPILE_CACHE: '/elsewhere', EXTRA: '1' } }
  expect(systemEnvironment({ armFolder: '/arm', address, how })).toMatchObject({
    PORT: '8080',
    KAFKA_BROKERS: 'one:1,two:2',
    NODE_COMPILE_CACHE: '/elsewhere',
    EXTRA: '1',
  })
})
