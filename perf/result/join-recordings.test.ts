import { expect, test } from 'vitest'
import type { LoadSummary } from './circumstances.ts'
import type { Generation } from './document.ts'
import { joinRecordings } from './join-recordings.ts'
import type { ScenarioRecording } from './recording.ts'

const load: LoadSummary = {
  offeredPerSecond: 100,
  achievedPerSecond: 100,
  failures: { timeout: 1 },
  generatorCpuCores: 0.2,
  dispatchLagMsP99: 2,
  eventLoopDelayMsP99: 3,
  longestQueue: 4,
}

const generation = (index: number): Generation => ({
  index,
  order: 'ABBA',
  slots: { base: 0, head: 1 },
  base: { latencyMsP50: index },
  head: { latencyMsP50: index },
  dropped: null,
})

const violated = (violations: number, sample: string[]) =>
  ({ id: 'm.money', title: 'money', arm: 'head', violations, sample }) as const

function recording(changes: Partial<ScenarioRecording>): ScenarioRecording {
  return {
    schema: 'plumbline/recording@1',
    name: 'payments',
    title: 'Pay',
    kind: 'journey',
    generations: [generation(0)],
    counters: [],
    invariants: [],
    load: { base: load, head: load },
    requests: { base: { completed: 10, failed: 1 }, head: { completed: 20, failed: 0 } },
    ...changes,
  }
}

const later = recording({
  generations: [generation(1), generation(2), generation(3)],
  load: {
    base: { ...load, offeredPerSecond: 200, dispatchLagMsP99: 9, failures: { refused: 2 } },
    head: load,
  },
})

test('generations go on where the earlier recording ended', () => {
  const joined = joinRecordings(recording({}), later)
  expect(joined.generations.map(({ index }) => index)).toEqual([0, 1, 2, 3])
})

test('counted work is the earlier recording’s, because the later took none', () => {
  const counters = [{ arm: 'base', pass: 1, values: {} } as const]
  expect(joinRecordings(recording({ counters }), later).counters).toEqual(counters)
})

test('violations of one invariant add up over both', () => {
  const joined = joinRecordings(
    recording({ invariants: [violated(1, ['first'])] }),
    recording({ invariants: [violated(2, ['second'])] }),
  )
  expect(joined.invariants).toEqual([violated(3, ['first'])])
})

test('a rate of load is the mean by generations, an extreme the extreme, a count the sum', () => {
  const { base } = joinRecordings(recording({}), later).load ?? {}
  expect(base?.offeredPerSecond).toBe((100 + 3 * 200) / 4)
  expect(base?.dispatchLagMsP99).toBe(9)
  expect(base?.failures).toEqual({ timeout: 1, refused: 2 })
})

test('requests add up', () => {
  const joined = joinRecordings(recording({}), later)
  expect(joined.requests?.base).toEqual({ completed: 20, failed: 2 })
})

test('a generator that was the limit in either stretch was the limit', () => {
  const joined = joinRecordings(recording({}), recording({ generatorSaturated: 'it was late' }))
  expect(joined.generatorSaturated).toBe('it was late')
})
