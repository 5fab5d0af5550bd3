import { expect, test } from 'vitest'
import { addTotals, type VitestReport, vitestTotals } from './totals.ts'

const report: VitestReport = {
  success: true,
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ name: 'a.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] }],
}
const count = (change: Partial<VitestReport>, exitCode = 0, strict = false) => {
  const { passed, failed } = vitestTotals({ ...report, ...change }, exitCode, strict)
  return [passed, failed]
}
const brokenFile = { name: 'b.test.ts', status: 'failed', assertionResults: [] }

test('passed tests are counted as vitest reports them', () => {
  expect(count({})).toEqual([3, 0])
})

test('a failed test is not counted again as a failed file', () => {
  const file = { ...brokenFile, assertionResults: [{ status: 'failed' }] }
  expect(count({ numFailedTests: 1, testResults: [file] }, 1)).toEqual([3, 1])
})

test('a file that fails to load is a failure of its own', () => {
  expect(count({ testResults: [brokenFile] }, 1)).toEqual([3, 1])
})

test('an error outside all tests fails a run whose tests passed', () => {
  expect(count({}, 1)).toEqual([3, 1])
})

test('a test that did not run fails in CI, and elsewhere is a remark', () => {
  expect(count({ numPendingTests: 2 }, 0, true)).toEqual([3, 2])
  expect(vitestTotals({ ...report, numPendingTests: 2 }, 0, false)).toEqual({
    passed: 3,
    failed: 0,
    remarks: ['2 tests did not run'],
  })
})

test('a run of no tests has failed', () => {
  expect(count({ numPassedTests: 0, testResults: [] })).toEqual([0, 1])
})

test('a vitest that dies without a report has failed', () => {
  expect(vitestTotals(undefined, 137, false)).toMatchObject({ passed: 0, failed: 1 })
})

test('totals add up, with all their remarks', () => {
  const one = { passed: 1, failed: 2, remarks: ['a'] }
  expect(addTotals([one, one])).toEqual({ passed: 2, failed: 4, remarks: ['a', 'a'] })
})
