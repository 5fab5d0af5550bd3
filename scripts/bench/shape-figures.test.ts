import { expect, it } from 'vitest'
import { sampleResult } from '../../perf/shapes/report/fixture-result.ts'
import { misses } from './figure.ts'
import { coreFigures, inWindowSuccess, lossFigures, shapeOutcome } from './shape-figures.ts'

const result = sampleResult()
const { load } = result
const settings = { command: 'npm run bench', promisedSeconds: 300 }

it('success counts payments that were held for a window neither for nor against', () => {
  const whole = { ...load.whole, completed: 90, shed: 0, errors: 10 }
  const observations = [4, 50].map((clearingViolations, atMs) => {
    return { atMs, values: { clearingViolations } }
  })
  expect(inWindowSuccess({ ...load, whole, observations: [] })).toBe(90)
  expect(inWindowSuccess({ ...load, whole, observations })).toBe(80)
  const nothing = { ...whole, completed: 0, errors: 0 }
  expect(inWindowSuccess({ ...load, whole: nothing, observations: [] })).toBeUndefined()
})

it('an acknowledged payment that is not stored is a loss, and so is an oracle that nobody asked', () => {
  const invariant = { title: 't', arm: 'head' as const, sample: [] }
  const stored = { ...invariant, id: 'payments.acknowledged-stored', violations: 3 }
  const others = [
    { ...invariant, id: 'a.b', violations: 0 },
    { ...invariant, id: 'c.d', violations: 7 },
  ]
  const values = (invariants: typeof others) =>
    lossFigures({ ...result, invariants }).map(({ value }) => value)
  expect(values([stored, ...others])).toEqual([3, 2])
  const notAsked = lossFigures({ ...result, invariants: others })
  expect(misses({ kind: 'measured', figures: notAsked, remarks: [] })).toHaveLength(2)
})

it('CPU of one payment is that of its second by the payments of that second', () => {
  const figures = coreFigures(
    { system: 0.3, Kafka: null },
    { ...load.whole, completedPerSecond: 3_000 },
  )
  const told = Object.fromEntries(figures.map(({ what, value }) => [what, value]))
  expect(told['system CPU per payment']).toBeCloseTo(100)
  expect(told).toMatchObject({ system: 0.3, Kafka: undefined, 'Kafka CPU per payment': undefined })
  expect(told).not.toHaveProperty('generator CPU per payment')
})

it('a load of another length than the promised one says so', () => {
  const remarks = (promisedSeconds: number) => {
    const outcome = shapeOutcome(result, [], { ...settings, promisedSeconds })
    return outcome.kind === 'measured' ? outcome.remarks.join('\n') : ''
  }
  expect(remarks(300)).not.toContain('the promise is for')
  expect(remarks(600)).toContain('the promise is for 600 s')
  expect(remarks(300)).toContain('pay: status 500: 20')
})

it('durations of a load whose generator was the limit are not judged', () => {
  const saturated = { ...result, outcome: 'invalid' as const, reasons: ['the generator was late'] }
  expect(shapeOutcome(saturated, [], settings)).toMatchObject({ invalid: 'the generator was late' })
  expect(shapeOutcome(result, [], settings)).not.toHaveProperty('invalid')
})

it('where and of what it was made is what the result says of itself', () => {
  expect(shapeOutcome(result, [], settings)).toMatchObject({
    setting: { commit: '0123456789ab with uncommitted changes', services: { kafka: '4.3' } },
  })
})
