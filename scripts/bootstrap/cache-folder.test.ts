import { expect, test } from 'vitest'
import { cacheFolder, kafkaJarsFolder, kafkaVersion } from './cache-folder.mjs'

const user = { uid: 1000, home: '/home/someone' }

test("root's cache is where an unprivileged user can read it", () => {
  expect(cacheFolder({ XDG_CACHE_HOME: '/root/.cache' }, { uid: 0, home: '/root' })).toBe(
    '/var/cache/plumbline',
  )
})

test("a user's cache follows the XDG convention", () => {
  expect(cacheFolder({}, user)).toBe('/home/someone/.cache/plumbline')
  expect(cacheFolder({ XDG_CACHE_HOME: '/big/disk' }, user)).toBe('/big/disk/plumbline')
})

test('PLUMBLINE_CACHE overrides both', () => {
  expect(cacheFolder({ PLUMBLINE_CACHE: '/x', XDG_CACHE_HOME: '/y' }, user)).toBe('/x')
  expect(cacheFolder({ PLUMBLINE_CACHE: '/x' }, { uid: 0, home: '/root' })).toBe('/x')
})

test('another Kafka version is another folder', () => {
  expect(kafkaJarsFolder('/cache')).toBe(`/cache/kafka_2.13-${kafkaVersion}`)
})
