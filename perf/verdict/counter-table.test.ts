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

function withText(values: CounterPass['values'], detail: string): CounterPass['values'] {
  const told = Object.entries(values).map(([id, value]) => [id, { ...value, detail }] as const)
  return Object.fromEntries(told)
}
