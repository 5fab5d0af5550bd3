import { describe, expect, test } from 'vitest'
import { connectionOf } from './connection.ts'

const at = Date.UTC(2026, 0, 14, 9, 0, 5)
const lost = { kind: 'lost', retryAtMs: at + 2_100 } as const
const facts = { stream: { kind: 'live' }, freshness: 'live', dataAtMs: at, nowMs: at } as const

describe('the mark of the connection', () => {
  test('says live only while figures come', () => {
    expect(connectionOf(facts).state).toBe('live')
    expect(connectionOf({ ...facts, freshness: 'stale' })).toMatchObject({
      state: 'lost',
      text: 'Figures not live: as of 09:00:05',
    })
  })

  test('tells events that are lost from a server that is', () => {
    expect(connectionOf({ ...facts, stream: lost })).toMatchObject({
      state: 'polling',
      text: 'Events lost, retry in 3 s',
    })
    expect(connectionOf({ ...facts, stream: lost, freshness: 'stale' })).toMatchObject({
      state: 'lost',
      text: 'No connection, as of 09:00:05, retry in 3 s',
    })
  })

  test('says that a user without a session is asked for, and has no events', () => {
    const without = { ...facts, stream: { kind: 'none' } } as const
    expect(connectionOf(without)).toMatchObject({
      state: 'polling',
      text: 'No session, no live events',
    })
    expect(connectionOf({ ...without, freshness: 'stale' })).toMatchObject({
      state: 'lost',
      text: 'No connection, as of 09:00:05',
    })
  })

  test('is announced without its countdown, so that it is not announced every second', () => {
    const announced = [0, 1_000, 2_000].map(
      (ms) => connectionOf({ ...facts, stream: lost, nowMs: at + ms }).announcement,
    )
    expect(new Set(announced).size).toBe(1)
  })
})
