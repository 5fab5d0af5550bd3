import { describe, expect, test } from 'vitest'
import { judgeCounters } from './judge-counters.ts'
import type { CounterPass } from '../result/recording.ts'
import { passesWith } from './testing.ts'

const select = 'sql.calls/select * from account where id = $1'
const insert = 'sql.calls/insert into posting values ($1, $2)'
const poll = 'sql.calls/select * from outbox'
const byId = (passes: readonly CounterPass[]) =>
  Object.fromEntries(judgeCounters(passes).map((counter) => [counter.id, counter]))

describe('exact counters', () => {
  test('one more call per operation is a regression, with no statistics', () => {
    const counters = byId(passesWith({ [select]: 1 }, { [select]: 2 }))
    expect(counters[select]).toMatchObject({
      exact: true,
      role: 'inform',
      verdict: { kind: 'regressed', effect: 1 },
    })
    expect(counters['sql.calls/total']).toMatchObject({
      role: 'gate',
      base: 1,
      head: 2,
      verdict: { kind: 'regressed', effect: 1, pValue: null },
    })
  })

  test('a new statement is new work, one that is gone an improvement', () => {
    const counters = byId(passesWith({ [select]: 1 }, { [select]: 1, [insert]: 1 }))
    expect(counters[insert]).toMatchObject({
      base: null,
      head: 1,
      verdict: { kind: 'regressed', effect: 1 },
    })
    const gone = byId(passesWith({ [select]: 1, [insert]: 1 }, { [select]: 1 }))
    expect(gone[insert]).toMatchObject({ head: null, verdict: { kind: 'improved', effect: -1 } })
    expect(gone['sql.calls/total']?.verdict.kind).toBe('improved')
  })

  test('a reworded statement explains itself and leaves the gate alone', () => {
    const counters = byId(
      passesWith({ [select]: 1 }, { 'sql.calls/select id from account where id = $1': 1 }),
    )
    expect(counters['sql.calls/total']?.verdict).toEqual({ kind: 'equivalent', upperBound: 0 })
  })

  test('the same statement in other white space and case is the same counter', () => {
    const counters = byId(
      passesWith({ [select]: 1 }, { 'sql.calls/SELECT *\n FROM account WHERE id = $1;': 1 }),
    )
    expect(Object.keys(counters)).toHaveLength(2)
    expect(counters['sql.calls/SELECT *\n FROM account WHERE id = $1;']?.verdict.kind).toBe(
      'equivalent',
    )
  })

  test('a recorded total is kept, not added up again', () => {
    expect(
      byId(passesWith({ [select]: 1, 'sql.calls/total': 9 }, {}))['sql.calls/total']?.base,
    ).toBe(9)
  })

  test('a group known to be noisy informs however exact it looks', () => {
    const counters = byId(passesWith({ 'wal.bytes/total': 700 }, { 'wal.bytes/total': 900 }))
    expect(counters['wal.bytes/total']).toMatchObject({ exact: true, role: 'inform' })
  })

  test.each([
    ['a record of the WAL more', 63_444, 63_445, 'equivalent'],
    ['as much as matters', 700, 900, 'regressed'],
    ['as much less', 900, 700, 'improved'],
    ['what base did not do at all', 0, 5, 'regressed'],
  ])('of a noisy group that repeats itself, %s is told by its size', (_what, base, head, kind) => {
    const counters = byId(passesWith({ 'wal.bytes/update': base }, { 'wal.bytes/update': head }))
    expect(counters['wal.bytes/update']?.verdict.kind).toBe(kind)
  })
})

describe('counters that differ within an arm', () => {
  test('inform only', () => {
    const counters = byId(
      passesWith({ 'redis.commands/get': [1, 1.01] }, { 'redis.commands/get': [2, 2] }),
    )
    expect(counters['redis.commands/total']).toMatchObject({
      exact: false,
      role: 'inform',
      base: 1.005,
      verdict: { kind: 'inconclusive', detectableEffect: null },
    })
  })

  test('do not blind the gate: the exact members of the group are added up apart', () => {
    const counters = byId(
      passesWith({ [select]: 1, [poll]: [0.1, 0.2] }, { [select]: 2, [poll]: [0.2, 0.1] }),
    )
    expect(counters['sql.calls/total']).toMatchObject({ exact: false, role: 'inform' })
    expect(counters['sql.calls/total-exact']).toMatchObject({
      role: 'gate',
      base: 1,
      head: 2,
      verdict: { kind: 'regressed' },
    })
  })

  test('a reworded poll does not pass for new work', () => {
    const counters = byId(
      passesWith({ [select]: 1, [poll]: [0.1, 0.2] }, { [select]: 1, [`${poll} where true`]: 0.2 }),
    )
    expect(counters['sql.calls/total-exact']).toBeUndefined()
  })
})

describe('counters that are never exact', () => {
  const record = { 'memory.allocated': { comparisons: 30, largest: 0.01 } }
  const allocated = (base: number | [number, number], head: number | [number, number]) =>
    Object.fromEntries(
      judgeCounters(
        passesWith({ 'memory.allocated/system': base }, { 'memory.allocated/system': head }),
        record,
      ).map((counter) => [counter.id, counter]),
    )

  test('gate beyond what equal arms have been seen apart', () => {
    expect(allocated([10_000, 10_400], [11_000, 11_440])['memory.allocated/total']).toMatchObject({
      exact: false,
      role: 'gate',
      tolerance: 0.02,
      verdict: { kind: 'regressed', effect: expect.closeTo(0.1, 6) },
    })
  })

  test('are not excused by a pace that is the same in both arms, and are by passes that disagree', () => {
    const disagreeing = allocated([10_000, 10_000], [10_000, 12_000])['memory.allocated/total']
    expect(disagreeing?.tolerance).toBeCloseTo(0.2, 9)
    expect(disagreeing?.verdict).toEqual({
      kind: 'inconclusive',
      detectableEffect: disagreeing?.tolerance,
    })
  })

  test('pass within it, alike as their passes may be', () => {
    expect(allocated(10_000, 10_150)['memory.allocated/total']).toMatchObject({
      role: 'gate',
      verdict: { kind: 'equivalent', upperBound: expect.closeTo(0.035, 9) },
    })
  })

  test('count what a clock drives, too: their total is of all members, not the recorded one', () => {
    const passes = passesWith(
      { 'memory.allocated/system': [100, 101], 'memory.allocated/total': 0 },
      { 'memory.allocated/system': [150, 151], 'memory.allocated/total': 0 },
    )
    const total = judgeCounters(passes, record).find(({ id }) => id === 'memory.allocated/total')
    expect(total).toMatchObject({ base: 100.5, head: 150.5, verdict: { kind: 'regressed' } })
  })

  test('of a group that should be exact gate, too, once it is known how far it scatters', () => {
    const scattering = { 'outbox.bytes': { comparisons: 30, largest: 0.002 } }
    const passes = passesWith(
      { 'outbox.bytes/total': [500, 501] },
      { 'outbox.bytes/total': [550, 551] },
    )
    expect(judgeCounters(passes, scattering)[0]).toMatchObject({
      role: 'gate',
      verdict: { kind: 'regressed' },
    })
    expect(judgeCounters(passes)[0]).toMatchObject({ role: 'inform' })
  })
})

describe('bytes of answers', () => {
  const answered = (base: number | [number, number], head: number | [number, number]) =>
    judgeCounters(
      passesWith(
        { 'http.response-bytes/POST': base, 'http.response-bytes/total': 0 },
        { 'http.response-bytes/POST': head, 'http.response-bytes/total': 0 },
      ),
      { 'http.response-bytes': { comparisons: 30, largest: 0.002 } },
    ).find(({ id }) => id === 'http.response-bytes/total')

  test('gate exactly where they are exact', () => {
    expect(answered(512, 513)).toMatchObject({
      role: 'gate',
      exact: true,
      verdict: { kind: 'regressed' },
    })
  })

  test('gate beyond their tolerance where they are not, by the total of all of them', () => {
    expect(answered([512, 514], [1024, 1026])).toMatchObject({
      role: 'gate',
      exact: false,
      base: 513,
      verdict: { kind: 'regressed' },
    })
  })
})

describe('execution counts', () => {
  const executions = (head: number) =>
    byId(passesWith({ 'execution/total': 50_000 }, { 'execution/total': head }))['execution/total']

  test('gate when they grow by more than half a per cent', () => {
    expect(executions(50_251)).toMatchObject({ role: 'gate', verdict: { kind: 'regressed' } })
  })

  test('inform below: any change of code moves them a little', () => {
    expect(executions(50_249)).toMatchObject({
      role: 'inform',
      verdict: { kind: 'regressed', effect: expect.closeTo(0.005, 3) },
    })
  })
})

test('what was counted with another instrument is of the same pass', () => {
  const [sql, code] = [
    passesWith({ [select]: 1 }, { [select]: 1 }),
    passesWith({ 'execution/total': 7 }, { 'execution/total': 9 }),
  ]
  const counters = byId([...sql, ...code])
  expect(counters['sql.calls/total']).toMatchObject({ exact: true, base: 1, head: 1 })
  expect(counters['execution/total']).toMatchObject({
    exact: true,
    verdict: { kind: 'regressed' },
  })
})

test('one pass per arm proves nothing exact', () => {
  const passes = passesWith({ [select]: 1 }, { [select]: 2 }).filter(({ pass }) => pass === 1)
  expect(judgeCounters(passes).every(({ exact, role }) => !exact && role === 'inform')).toBe(true)
})

test('no passes give no counters', () => {
  expect(judgeCounters([])).toEqual([])
})
