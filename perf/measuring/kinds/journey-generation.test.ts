import { expect, test } from 'vitest'
import { rates } from './journey-generation.ts'

test('rates are per completed journey and per second', () => {
  const meter = { systemUs: 3_000, postgresUs: 1_500 }
  expect(rates({ journeys: 30, durationMs: 500, meter })).toEqual({
    throughputPerSecond: 60,
    cpuUsPerOpSystem: 100,
    cpuUsPerOpPostgres: 50,
  })
})

test('Postgres on another machine has no cost here', () => {
  const meter = { systemUs: 3_000, postgresUs: undefined }
  expect(rates({ journeys: 30, durationMs: 500, meter })).not.toHaveProperty('cpuUsPerOpPostgres')
})

test('an arm that completed no journey has no rates, and none that is infinite', () => {
  const meter = { systemUs: 3_000, postgresUs: 1_500 }
  expect(rates({ journeys: 0, durationMs: 500, meter })).toEqual({})
})
