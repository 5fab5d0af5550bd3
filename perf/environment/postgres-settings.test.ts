import { expect, test } from 'vitest'
import { durabilityProfiles } from './environment.ts'
import { postgresFlags, postgresSettings } from './postgres-settings.ts'

test.each([
  ['durable', 'on'],
  ['process-crash', 'off'],
  ['memory', 'off'],
] as const)('durability %s has fsync %s', (durability, fsync) => {
  expect(postgresSettings(durability)['fsync']).toBe(fsync)
})

test('no durability profile acknowledges a commit before it is written', () => {
  const values = durabilityProfiles.map((name) => postgresSettings(name)['synchronous_commit'])
  expect(new Set(values)).toEqual(new Set(['on']))
})

test('settings become arguments of the server', () => {
  expect(postgresFlags({ jit: 'off', fsync: 'on' })).toEqual(['-c', 'jit=off', '-c', 'fsync=on'])
})
