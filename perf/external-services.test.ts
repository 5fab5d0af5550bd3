import { expect, test } from 'vitest'
import { externalServices } from './external-services.ts'

const right = {
  'postgres-url': 'postgresql://user:secret@db:5432/plumbline',
  'redis-url': 'rediss://cache:6379',
  'kafka-brokers': 'a:9092,[::1]:9093',
}

test('addresses come from flags, and where there is none from the environment', () => {
  const { 'redis-url': _unset, ...flags } = right
  expect(
    externalServices('external', flags, { REDIS_URL: 'redis://h', POSTGRES_URL: 'x' }),
  ).toEqual({
    postgresUrl: right['postgres-url'],
    redisUrl: 'redis://h',
    kafkaBrokers: ['a:9092', '[::1]:9093'],
  })
})

test.each([
  [{ 'postgres-url': 'secret' }, {}, '--postgres-url is no such address, expected postgres://USER'],
  [{ 'postgres-url': 'http://secret' }, {}, '--postgres-url is no such address, expected postgres'],
  [
    { 'redis-url': 'secret:6379' },
    {},
    '--redis-url is no such address, expected redis://HOST:PORT',
  ],
  [{ 'kafka-brokers': 'a' }, {}, '--kafka-brokers is no such address, expected HOST:PORT, several'],
  [{ 'kafka-brokers': 'a:1,,b:2' }, {}, '--kafka-brokers is no such address'],
  [{ 'redis-url': undefined }, { REDIS_URL: 'secret' }, 'REDIS_URL is no such address, expected'],
  [{ 'redis-url': undefined }, {}, 'needs --redis-url or REDIS_URL, got neither'],
])('%j beside %j is refused without being quoted', (change, environment, said) => {
  const flags = Object.fromEntries(
    Object.entries({ ...right, ...change }).filter(([, value]) => value !== undefined),
  )
  let message = ''
  try {
    externalServices('external', flags, environment)
  } catch (failure) {
    message = String(failure)
  }
  expect(message).toContain(said)
  expect(message).not.toContain('secret')
})

test('an address that would not be used is refused, one in the environment is nobody’s wish', () => {
  const environment = { POSTGRES_URL: 'x' }
  expect(externalServices('auto', {}, environment)).toBeUndefined()
  expect(() => externalServices('auto', { 'redis-url': 'redis://h' }, environment)).toThrow(
    '--redis-url is given with --services auto, expected --services external',
  )
})
