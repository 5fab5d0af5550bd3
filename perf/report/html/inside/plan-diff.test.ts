import { expect, test } from 'vitest'
import { aligned, planDiffs } from './plan-diff.ts'

test('equal lines stand beside each other, what is gone beside what is new', () => {
  expect(aligned(['a', 'b', 'c', 'd'], ['a', 'x', 'd', 'e'])).toEqual([
    ['a', 'a'],
    ['b', 'x'],
    ['c', null],
    ['d', 'd'],
    [null, 'e'],
  ])
})

test('a plan that one arm lacks says so, one that did not change is counted only', () => {
  const plans = [
    { statement: 'SELECT 1', base: null, head: 'Result', changed: true },
    { statement: 'SELECT 2', base: 'Result', head: 'Result', changed: false },
  ]
  const text = planDiffs(plans)?.markup ?? ''
  expect(text).toContain('(not run)')
  expect(text).not.toContain('SELECT 2')
  expect(text).toContain('1 statement is planned as before')
  expect(planDiffs([])).toBeNull()
})

test('indentation becomes a class, since text in markup is trimmed', () => {
  const plans = [{ statement: 's', base: 'A\n    -> B', head: 'A\n    -> C', changed: true }]
  expect(planDiffs(plans)?.markup).toContain('<td class="d2 new"><ins>-&#62; C</ins></td>')
})
