import { expect, test } from 'vitest'
import { sampleResult } from '../report/fixture-result.ts'
import { check, checkLine, orUnmet } from './check.ts'
import { executionChecks } from './features.ts'

const unmet = (...of: Parameters<typeof executionChecks>) =>
  executionChecks(...of)
    .filter(({ isMet }) => !isMet)
    .map(({ what }) => what)

test('a line has its verdict, its requirement and what was seen', () => {
  expect(checkLine(check('R3.31', 'the four banks exist', true, 'A, B, C, D'))).toBe(
    'PASS  R3.31  the four banks exist: A, B, C, D',
  )
  expect(checkLine(check('R3.31', 'x', false, 'none'))).toMatch(/^FAIL /)
})

test('what cannot be asked is not met, and says why', async () => {
  const failing = () => Promise.reject(new Error('no such table'))
  expect(await orUnmet('R3.33', 'spikes', failing)).toEqual(
    check('R3.33', 'spikes', false, 'could not be asked: no such table'),
  )
})

test('a short load has to reach its rate, succeed, be in time and be written down', () => {
  const { load } = sampleResult()
  const well = { ...load, whole: { ...load.whole, errors: 0 } }
  expect(unmet(well, 3_000, 'report.json')).toEqual([])
  expect(unmet(well, 3_400, 'report.json')).toEqual([
    'payments per second within 10 % of the target',
  ])
  expect(unmet(load, 3_000, undefined)).toEqual([
    'no crash and no error',
    'the JSON report is written',
  ])
  const slow = { mean: 1, p50: 1, p95: 400, p99: 501, max: 900 }
  expect(unmet({ ...well, steady: { ...well.steady, latencyMs: slow } }, 3_000, 'f')).toEqual([
    'p99 below 500 ms',
  ])
})
