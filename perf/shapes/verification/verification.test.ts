import { expect, test } from 'vitest'
import { sampleResult } from '../report/fixture-result.ts'
import { check, checkLine, orUnmet } from './check.ts'
import { executionChecks, outcomeCheck, reportCheck, socketCheck } from './features.ts'

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

const { load } = sampleResult()
const well = { ...load, whole: { ...load.whole, errors: 0 } }

test('a short load has to reach its rate, succeed, and be in time', () => {
  expect(unmet(well, 3_000)).toEqual([])
  expect(unmet(well, 3_400)).toEqual(['payments per second within 10 % of the target'])
  expect(unmet(load, 3_000)).toEqual(['no crash and no error'])
  const slow = { mean: 1, p50: 1, p95: 400, p99: 501, max: 900 }
  expect(unmet({ ...well, steady: { ...well.steady, latencyMs: slow } }, 3_000)).toEqual([
    'p99 below 500 ms',
  ])
})

test('the report has to be there and tell of the payments that were offered', () => {
  const text = (payments: number) => JSON.stringify({ results: { total_payments: payments } })
  expect(reportCheck('f', text(load.whole.offered), load).isMet).toBe(true)
  expect(reportCheck('f', text(1), load).isMet).toBe(false)
  expect(reportCheck('f', 'half of a docum', load).isMet).toBe(false)
  expect(reportCheck('f', undefined, load)).toMatchObject({
    isMet: false,
    evidence: 'f is not there',
  })
})

test('a load that was judged as failed or invalid is a line that does not hold', () => {
  expect(outcomeCheck({ outcome: 'passed', reasons: [] }).isMet).toBe(true)
  expect(outcomeCheck({ outcome: 'invalid', reasons: ['the generator was'] })).toMatchObject({
    isMet: false,
    evidence: 'invalid; the generator was',
  })
})

test('both kinds of frames have to come', () => {
  expect(socketCheck({ kinds: ['metrics_update', 'payment_update'] }).isMet).toBe(true)
  expect(socketCheck({ kinds: ['payment_update'] })).toMatchObject({
    isMet: false,
    evidence: 'payment_update; not metrics_update',
  })
  expect(socketCheck({ kinds: [] }).isMet).toBe(false)
})
