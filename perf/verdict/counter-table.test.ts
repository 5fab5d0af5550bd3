import { expect, test } from 'vitest'
import type { CounterPass } from '../result/recording.ts'
import { judgeCounters } from './judge-counters.ts'
import { passesWith } from './testing.ts'

const byId = (passes: readonly CounterPass[]) =>
  Object.fromEntries(judgeCounters(passes).map((counter) => [counter.id, counter]))

test('rows that a statement touched in both passes by luck are no change while its calls differ', () => {
  const beat = 'update job set processed = $1'
  const id = (group: string) => `${group}/a7fc5fe8ca96`
  const told = passesWith({}, { [id('sql.calls')]: [0.3, 0.6], [id('sql.rows')]: 0.3 }).map(
    (pass) => ({ ...pass, values: withText(pass.values, beat) }),
  )
  const counters = byId(told)
  expect(counters[id('sql.rows')]).toMatchObject({
    exact: false,
    verdict: { kind: 'inconclusive', detectableEffect: null },
  })
  const steady = passesWith({}, { [id('sql.calls')]: 0.3, [id('sql.rows')]: 0.3 }).map((pass) => ({
    ...pass,
    values: withText(pass.values, beat),
  }))
  expect(byId(steady)[id('sql.rows')]).toMatchObject({
    exact: true,
    verdict: { kind: 'regressed' },
  })
})

test('what a timer made in one arm alone is no change, however well its passes agree', () => {
  const id = 'sql.calls/a7fc5fe8ca96'
  const polled = passesWith({}, { [id]: 1 / 3 })
  const byClock = polled.map((pass) => ({ ...pass, values: ofClock(pass.values, id) }))
  expect(byId(polled)[id]).toMatchObject({ exact: true, verdict: { kind: 'regressed' } })
  expect(byId(byClock)[id]).toMatchObject({
    exact: false,
    verdict: { kind: 'inconclusive', detectableEffect: null },
  })
})

function ofClock(values: CounterPass['values'], id: string): CounterPass['values'] {
  const counter = values[id]
  return counter === undefined ? values : { ...values, [id]: { ...counter, byClock: true } }
}

function withText(values: CounterPass['values'], detail: string): CounterPass['values'] {
  const told = Object.entries(values).map(([id, value]) => [id, { ...value, detail }] as const)
  return Object.fromEntries(told)
}
