import { expect, test } from 'vitest'
import { latencyOf } from './merge.ts'
import { Recorder } from './recorder.ts'

test('answers, timeouts and lost requests are each counted once and all in the histogram', () => {
  const recorder = new Recorder(['pay', 'read'], undefined)
  recorder.answered(0, 100, 110)
  recorder.timedOut(0, 100, 5100, 0)
  recorder.lostRequest(1, 200, 230, 10)
  expect(recorder).toMatchObject({ requestsCompleted: 1, timeouts: 1, lost: 1, lastMs: 230 })
  const steps = recorder.steps()
  expect(steps['pay']?.count).toBe(2)
  expect(steps['read'] && latencyOf(steps['read'])?.p50).toBeCloseTo(30, 1)
  expect(steps['pay'] && latencyOf(steps['pay'])?.max).toBeGreaterThan(4990)
})

test('a journey takes what its steps took, also where its last answer never came', () => {
  const recorder = new Recorder(['pay', 'read'], undefined)
  recorder.completed(12)
  recorder.lostRequest(1, 200, 230, 10)
  recorder.timedOut(0, 100, 5100, 0)
  const journeys = latencyOf(recorder.journeys())
  expect(recorder.journeysCompleted).toBe(1)
  expect(journeys?.count).toBe(3)
  expect(journeys?.p50).toBeCloseTo(40, 1)
  expect(journeys?.max).toBeGreaterThan(4990)
})

test('reasons without end are counted but not kept apart without end', () => {
  const recorder = new Recorder(['pay'], undefined)
  for (let page = 0; page < 1000; page += 1) recorder.failed(0, `error page ${page}`)
  expect(Object.keys(recorder.failures)).toHaveLength(51)
  expect(recorder.failures['pay: other reasons']).toBe(950)
})

test('labels count what was offered, volumes what was acknowledged', () => {
  const recorder = new Recorder(['pay'], undefined)
  const tally = { labels: ['pattern domestic', 'type retail'], amountMinor: 7, currency: 'AED' }
  recorder.offeredAs(tally)
  recorder.offeredAs({ ...tally, labels: ['pattern regional', 'type retail'] })
  recorder.acknowledge('one', tally)
  recorder.acknowledge('two', { ...tally, amountMinor: Number.MAX_SAFE_INTEGER })
  recorder.acknowledge('a repetition')
  expect(recorder.counts(0)).toMatchObject({
    acknowledged: 3,
    labels: { 'pattern domestic': 1, 'pattern regional': 1, 'type retail': 2 },
    volumesMinor: { AED: '9007199254740998' },
  })
})

test('journeys of one stretch are those that ended in it', () => {
  const recorder = new Recorder(['pay'], undefined)
  recorder.completed(5)
  expect(recorder.takeJourneys().count).toBe(0) // nobody had asked before
  recorder.completed(10)
  recorder.timedOut(0, 0, 100, 0)
  const stretch = recorder.takeJourneys()
  expect([stretch.count, latencyOf(stretch)?.max]).toEqual([2, expect.closeTo(100, 0)])
  expect([recorder.takeJourneys().count, recorder.journeys().count]).toEqual([0, 3])
})
