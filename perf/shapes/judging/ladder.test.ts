import { expect, it } from 'vitest'
import type { GeneratorResult, LadderStep, PhaseFigures } from '../document.ts'
import { lostBecause, offeredTooLittle } from './kept-rate.ts'
import { judgeLadder } from './ladder.ts'

const generator: GeneratorResult = {
  cores: 0.3,
  dispatchLagMsP99: 1,
  eventLoopDelayMsP99: 1,
  longestQueue: 0,
  rssBytes: 1,
  saturated: null,
}
const figures: PhaseFigures = {
  seconds: 10,
  offered: 10_000,
  completed: 10_000,
  shed: 0,
  errors: 0,
  offeredPerSecond: 1_000,
  completedPerSecond: 1_000,
  latencyMs: { mean: 5, p50: 4, p95: 9, p99: 20, max: 90 },
}
const step = (journeysPerSecond: number, more: Partial<LadderStep> = {}): LadderStep => ({
  journeysPerSecond,
  isKept: true,
  isOffered: true,
  lostBecause: null,
  figures,
  pressure: {},
  cores: {},
  generator,
  ...more,
})
const lost = { isKept: false, lostBecause: 'p99 was 900 ms, below 150 ms promised' }
const knee = { level: 1_250, low: 1_200, high: 1_300, confidence: 0.95, turns: 5 }
const eventLoop = { name: "the API's event loop", isOfSystem: true, evidence: ['97 % busy'] }
const others = { name: 'other processes', isOfSystem: false, evidence: ['others used 60 %'] }

it('a ladder that the system lost has no doubts', () => {
  const steps = [step(1_000), step(1_500, lost)]
  expect(judgeLadder({ steps, knee, bottleneck: eventLoop })).toEqual({
    failures: [],
    doubts: [],
    remarks: [],
  })
})

it('a ladder that others or the generator lost has learned nothing, also of its first rate', () => {
  for (const steps of [[step(1_000), step(1_500, lost)], [step(1_000, lost)]]) {
    expect(judgeLadder({ steps, knee: undefined, bottleneck: others })).toEqual({
      failures: [],
      doubts: ['what stopped the ladder was other processes, not the system: others used 60 %'],
      remarks: [],
    })
  }
})

it('a rate that was not offered was not lost by the system', () => {
  const lostBecauseOf = offeredTooLittle(1_500, { ...figures, offeredPerSecond: 1_000 }) ?? ''
  const trial = step(1_500, { isKept: false, isOffered: false, lostBecause: lostBecauseOf })
  expect(judgeLadder({ steps: [step(1_000), trial], knee, bottleneck: eventLoop }).doubts).toEqual([
    '1,500/s was lost by the load generator: only 1000/s of 1500/s were offered',
  ])
})

it('a ladder whose first rate the system lost fails, and one that lost none says so', () => {
  const first = judgeLadder({
    steps: [step(1_000, lost)],
    knee: undefined,
    bottleneck: eventLoop,
  })
  expect(first.failures).toEqual([`not even the first rate was kept: ${lost.lostBecause}`])
  const none = judgeLadder({ steps: [step(1_000)], knee: undefined, bottleneck: undefined })
  expect(none.remarks).toEqual(['no rate was lost: the knee lies above the highest that was tried'])
})

it('a rate is kept by 99 accepted of 100 within 150 ms', () => {
  expect(lostBecause(figures)).toBeUndefined()
  expect(lostBecause({ ...figures, completed: 9_800, shed: 200 })).toContain('98.0 % were accepted')
  const slow = { mean: 5, p50: 4, p95: 9, p99: 150, max: 200 }
  expect(lostBecause({ ...figures, latencyMs: slow })).toContain('p99 was 150 ms')
  expect(offeredTooLittle(1_000, { ...figures, offeredPerSecond: 975 })).toBeUndefined()
})
