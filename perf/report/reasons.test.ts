import { expect, test } from 'vitest'
import type { ScenarioResult } from '../result/document.ts'
import type { Cause } from '../result/evidence.ts'
import { fixtures } from './fixtures.ts'
import { uncoveredChanges, whyOf, whysOf } from './reasons.ts'

const [payments] = fixtures.explained.scenarios
if (payments === undefined) throw new Error('the example run has no scenario, expected one')

const withCauses = (causes: Cause[]): ScenarioResult => ({ ...payments, causes })
const cause: Cause = {
  kind: 'function',
  title: 'decide takes longer',
  detail: null,
  place: null,
  touched: false,
  weight: 0.2,
}

test('at most three causes are strong, the first of them always', () => {
  const why = whyOf(withCauses([cause, cause, cause, cause]))
  expect([why?.strong.length, why?.weaker.length]).toEqual([3, 1])
  expect(whyOf(withCauses([{ ...cause, weight: 0 }]))?.strong).toHaveLength(1)
})

test('a cause of less than a tenth of the largest is not strong', () => {
  const why = whyOf(withCauses([cause, { ...cause, weight: 0.019 }, { ...cause, weight: null }]))
  expect(why?.strong.map(({ weight }) => weight)).toEqual([
    'about 16 µs more per operation (+20.0 % of its CPU, system and Postgres together)',
    null,
  ])
})

test('a regression that was explained without a cause says so, a calm scenario nothing', () => {
  expect(whyOf(withCauses([]))).toEqual({
    scenario: 'payments',
    strong: [],
    weaker: [],
    unexplained: null,
  })
  const [calm] = fixtures.calm.scenarios
  expect(whyOf({ ...(calm as ScenarioResult), causes: [] })).toBeNull()
})

test('one line of detail is shown at once, a statement and longer texts on demand', () => {
  const detailOf = (kind: Cause['kind'], detail: string) => {
    const [reason] = whyOf(withCauses([{ ...cause, kind, detail }]))?.strong ?? []
    return [reason?.code, reason?.detail]
  }
  expect(detailOf('execution', 'for (;;) {')).toEqual(['for (;;) {', null])
  expect(detailOf('execution', 'a\nb')).toEqual([null, 'a\nb'])
  expect(detailOf('statement', 'SELECT 1')).toEqual([null, 'SELECT 1'])
  expect(detailOf('function', 'decide takes')).toEqual([null, null])
})

test('counted work explains the scenarios that nothing else explained, and no others', () => {
  expect(uncoveredChanges(fixtures.regression).length).toBeGreaterThan(0)
  expect(whysOf(fixtures.regression)).toEqual([])
  expect(uncoveredChanges(fixtures.explained)).toEqual([])
})
