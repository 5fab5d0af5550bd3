import { describe, expect, it } from 'vitest'
import { percentOf, viewOf } from './schemas.ts'
import type { JobRecord } from './rows.ts'

const running: JobRecord = {
  id: '00000000-0000-4000-8000-000000000000',
  kind: 'sum',
  status: 'running',
  processed: 10,
  total: 10,
  result: null,
  error: null,
  createdAt: new Date(0),
  finishedAt: null,
}

describe('percent', () => {
  it('is rounded down', () => {
    expect(percentOf(1, 3, false)).toBe(33)
    expect(percentOf(2, 3, false)).toBe(66)
  })

  it('stays below 100 while the work may still roll back', () => {
    expect(percentOf(1_000, 1_000, false)).toBe(99)
    expect(percentOf(1_000, 1_000, true)).toBe(100)
  })

  it('of nothing is 0 until it is durable', () => {
    expect(percentOf(0, 0, false)).toBe(0)
    expect(percentOf(0, 0, true)).toBe(100)
  })
})

describe('the view of a job', () => {
  it('has neither result, error nor end while it runs', () => {
    const view = viewOf({
      ...running,
      error: { code: 'worker-lost', message: 'of the last attempt' },
    })
    expect(Object.keys(view)).toEqual([
      'id',
      'kind',
      'status',
      'processed',
      'total',
      'percent',
      'createdAt',
    ])
    expect(view.percent).toBe(99)
  })

  it('has the result once it succeeded and the error once it failed', () => {
    const ended = { ...running, finishedAt: new Date(1_000) }
    expect(viewOf({ ...ended, status: 'succeeded', result: { sum: 3 } })).toMatchObject({
      result: { sum: 3 },
      percent: 100,
      finishedAt: '1970-01-01T00:00:01.000Z',
    })
    const error = { code: 'refused', message: 'no' }
    expect(viewOf({ ...ended, status: 'failed', processed: 0, error })).toMatchObject({
      error,
      percent: 0,
    })
  })
})
