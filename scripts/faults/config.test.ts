import { expect, test } from 'vitest'
import { faultsConfig } from './config.ts'

test('Kafka is away for a minute, in CI for less, and for as long as is asked', () => {
  expect(faultsConfig({})).toEqual({ kills: 4, kafkaAwayMs: 60_000 })
  expect(faultsConfig({ CI: 'true' }).kafkaAwayMs).toBe(12_000)
  expect(faultsConfig({ FAULTS_KAFKA_AWAY_MS: '500', FAULTS_KILLS: '1' })).toEqual({
    kills: 1,
    kafkaAwayMs: 500,
  })
})

test.each(['0', 'many', '1.5'])('%s kills are refused', (kills) => {
  expect(() => faultsConfig({ FAULTS_KILLS: kills })).toThrow('expected a whole number')
})
