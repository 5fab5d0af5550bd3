import { expect, test } from 'vitest'
import { Pace, timeIsOver } from './time-budget.ts'

const next = { elapsedMs: 360_000, generationMs: 24_000, from: 8, to: 16, budgetMinutes: 10 }

test('a look that ends within the budget is taken, its start and its judgement included', () => {
  expect(timeIsOver(next)).toBeUndefined()
  expect(timeIsOver({ ...next, elapsedMs: 398_000 })).toBeUndefined()
  expect(timeIsOver({ ...next, elapsedMs: 399_000 })).toContain('would have taken 10.0 min')
})

test('a look that would end after it is left out, with what it would have taken', () => {
  expect(timeIsOver({ ...next, elapsedMs: 540_000, from: 16, to: 24 })).toBe(
    'not decided after 16 generations, and 24 would have taken 12.4 min, expected at most 10: --profile thorough takes its time',
  )
})

test('the pace is a generation of every scenario, each at its own mean', () => {
  let nowMs = 0
  const pace = new Pace(() => nowMs)
  const generation = (scenario: string, tookMs: number) => {
    pace.see({ kind: 'generation-started', scenario, index: 1, total: 8 })
    nowMs += tookMs
    pace.see({ kind: 'generation-finished', scenario, index: 1, total: 8 })
    nowMs += 1_000
  }
  expect(pace.generationMs).toBe(0)
  generation('control', 3_000)
  generation('payments', 12_000)
  generation('payments', 14_000)
  expect(pace.generationMs).toBe(16_000)
})

test('an end without a beginning counts for nothing', () => {
  const pace = new Pace(() => 5_000)
  pace.see({ kind: 'generation-finished', scenario: 'payments', index: 1, total: 8 })
  expect(pace.generationMs).toBe(0)
})
