import { expect, test } from 'vitest'
import { judgeRun } from '../verdict/judge.ts'
import type { ProfileName } from '../verdict/policy.ts'
import { judgeFigures } from './figures.ts'
import { learnedTolerances } from './learned-tolerances.ts'
import { packGenerations } from './packed-generations.ts'
import type { JudgeRound, RecordedCounter } from './record.ts'
import { minutesAndSeconds, scoreTable } from './score-table.ts'
import { generation, recordedRound } from './testing.ts'
import { asRecording } from './unpack-round.ts'

const times = <T>(n: number, make: (index: number) => T) =>
  Array.from({ length: n }, (_, index) => make(index))

const planted = (differs: Partial<JudgeRound>) =>
  recordedRound({ change: 'cpu-5', patch: 'p', harmful: true, assessment: 'caught', ...differs })

test('a lane without a record says so with zeros, and with a rate that can be anything', () => {
  const rounds = [recordedRound({})]
  expect(judgeFigures({ rounds }, 'metal-64cpu', 'quick')).toEqual({
    lane: 'metal-64cpu',
    profile: 'quick',
    selfChecks: { runs: 0, falseAlarms: 0, couldNotMeasure: 0, rateAtMost: 1 },
    harmless: { runs: 0, falseAlarms: 0, rateAtMost: 1 },
    planted: { runs: 0, caught: 0, missed: 0, inconclusive: 0, falseAlarms: 0 },
    causes: { stated: 0, right: 0 },
    detectable: [],
  })
})

test('no alarm in 59 self-checks shows a rate of at most 5 %, as 3/n says', () => {
  const rounds = times(59, () => recordedRound({}))
  const { selfChecks } = judgeFigures({ rounds }, 'local-2cpu', 'quick')
  expect(selfChecks).toMatchObject({ runs: 59, falseAlarms: 0 })
  expect(selfChecks.rateAtMost).toBeCloseTo(0.0495, 3)
})

test('a self-check that could not measure is neither a pass nor an alarm', () => {
  const rounds = [
    recordedRound({ assessment: 'inconclusive' }),
    recordedRound({ assessment: 'false' }),
    recordedRound({}),
    recordedRound({ assessment: 'broken' }),
  ]
  expect(judgeFigures({ rounds }, 'local-2cpu', 'quick').selfChecks).toMatchObject({
    runs: 2,
    falseAlarms: 1,
    couldNotMeasure: 1,
  })
})

test('rounds of another profile are not added up', () => {
  const rounds = [recordedRound({}), recordedRound({ profile: 'pr', assessment: 'false' })]
  expect(judgeFigures({ rounds }, 'local-2cpu', 'quick').selfChecks).toMatchObject({
    runs: 1,
    falseAlarms: 0,
  })
})

test('harm and its absence are counted apart, and causes over those caught', () => {
  const rounds = [
    planted({ causeRight: true }),
    planted({ causeRight: false }),
    planted({ assessment: 'missed' }),
    planted({ assessment: 'inconclusive' }),
    recordedRound({ change: 'comment', patch: 'q', assessment: 'false' }),
    recordedRound({ change: 'comment', patch: 'q' }),
  ]
  expect(judgeFigures({ rounds }, 'local-2cpu', 'quick')).toMatchObject({
    planted: { runs: 4, caught: 2, missed: 1, inconclusive: 1, falseAlarms: 0 },
    harmless: { runs: 2, falseAlarms: 1 },
    causes: { stated: 2, right: 1 },
  })
})

test('the detectable effect is the median over self-checks, by profile and gate metric', () => {
  const noisy = (noise: number) => {
    const [scenario] = recordedRound({}).scenarios
    const generations = packGenerations(times(8, (index) => generation(index, noise)))
    return recordedRound({ scenarios: scenario ? [{ ...scenario, generations }] : [] })
  }
  const { detectable } = judgeFigures(
    { rounds: [noisy(0.02), noisy(0.02), noisy(0.2)] },
    'local-2cpu',
    'quick',
  )
  const [cpu, ...others] = detectable
  expect(others).toEqual([])
  expect(cpu).toMatchObject({ scenario: 'payments', metric: 'cpuUsPerOpSystem', runs: 3 })
  expect(cpu?.median).toBeGreaterThan(0.03)
  expect(cpu?.median).toBeLessThan(0.1)
})

const ofProfile = (profile: ProfileName, count: number) => {
  const { scenarios, ...about } = recordedRound({ profile })
  const generations = packGenerations(
    times(count, (at) => generation(at, at % 2 === 0 ? 0.2 : -0.2)),
  )
  return { ...about, scenarios: scenarios.map((scenario) => ({ ...scenario, generations })) }
}

test.each([
  ['quick', 8],
  ['pr', 8],
  ['pr', 16],
  ['pr', 24],
  ['thorough', 24],
] as const)(
  'the detectable effect of %s, ended at %d generations, is what the judge tells there',
  (profile, count) => {
    const round = ofProfile(profile, count)
    const { machine, seed } = round
    const recordings = round.scenarios.map(asRecording)
    const [told] = judgeRun({ recordings, profile, seed, machine }).scenarios[0]?.metrics ?? []
    const { detectable } = judgeFigures({ rounds: [round] }, 'local-2cpu', profile)
    expect(told?.verdict).toEqual({
      kind: 'inconclusive',
      detectableEffect: detectable[0]?.median,
    })
  },
)

test('of a profile that nobody declares any more no effect is told', () => {
  const round = { ...ofProfile('pr', 24), profile: 'enormous' }
  expect(judgeFigures({ rounds: [round] }, 'local-2cpu', 'enormous').detectable).toEqual([])
})

const counter = (id: string, head: number, exact = false): RecordedCounter => ({
  id,
  role: 'inform',
  exact,
  base: 100,
  head,
  verdict: { kind: 'inconclusive', detectableEffect: null },
})

test('tolerances are learned from the self-checks of the lane alone', () => {
  const round = (differs: Partial<JudgeRound>, ...counters: RecordedCounter[]) => {
    const made = recordedRound(differs)
    return { ...made, scenarios: made.scenarios.map((scenario) => ({ ...scenario, counters })) }
  }
  const rounds = [
    round({}, counter('wal.bytes/total', 101), counter('sql.calls/total', 100, true)),
    round({ takenAt: '2026-02-01T00:00:00Z' }, counter('wal.bytes/total', 98)),
    round({ change: 'cpu-5', harmful: true }, counter('wal.bytes/total', 150)),
  ]
  const learned = learnedTolerances({ rounds }, 'local-2cpu')
  expect(learned).toMatchObject({ lane: 'local-2cpu', measuredAt: '2026-02-01T00:00:00Z' })
  expect(Object.keys(learned?.scenarios['payments'] ?? {})).toEqual(['wal.bytes'])
  expect(learned?.scenarios['payments']?.['wal.bytes']).toEqual({
    comparisons: 2,
    largest: expect.closeTo(0.02, 6),
  })
  expect(learnedTolerances({ rounds }, 'metal-64cpu')).toBeUndefined()
})

test('the table has self-checks, harm and no harm in this order, and no catch where none is due', () => {
  const rounds = [
    recordedRound({ change: 'comment', patch: 'q', durationMs: 100_000 }),
    planted({ causeRight: true, durationMs: 200_000 }),
    planted({ assessment: 'missed', durationMs: 263_000 }),
    recordedRound({}),
  ]
  const lines = scoreTable(rounds).split('\n')
  expect(
    lines.map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    ),
  ).toEqual([
    [
      'change',
      'rounds',
      'caught',
      'missed',
      'false',
      'inconclusive',
      'broken',
      'median time',
      'cause right',
    ],
    expect.anything(),
    ['self-check', '1', '-', '-', '0', '0', '0', '4:00', '-'],
    ['cpu-5', '2', '1', '1', '0', '0', '0', '3:52', '1 of 1'],
    ['comment', '1', '-', '-', '0', '0', '0', '1:40', '-'],
  ])
  expect(minutesAndSeconds(59_600)).toBe('1:00')
})
