import { describe, expect, test } from 'vitest'
import type { CounterResult } from '../result/document.ts'
import { explain } from './explain.ts'
import {
  changedIn,
  counter,
  handle,
  kafkaProduce,
  metric,
  pay,
  place,
  redisExec,
  regressedWith,
  route,
  send,
  service,
  why,
} from './testing.ts'

describe('the event loop and memory', () => {
  test('a timer that keeps the event loop is named once, as that', () => {
    const compute = place('computeFor', 'system/platform/telemetry/self-test.ts', 9, 14)
    const causes = why(
      { stacks: [[[compute], 0, 20]], head: { blocks: [{ place: compute, ms: 30 }] } },
      changedIn(compute.file, 1, 14),
    )
    expect(causes.map(({ kind }) => kind)).toEqual(['event-loop'])
    expect(causes[0]).toMatchObject({ place: compute, touched: true, weight: 0.033 })
  })

  test('many short calls in a row are no block of the event loop', () => {
    const [first] = why(
      { stacks: [[[pay], 0, 300]], head: { blocks: [{ place: pay, ms: 24 }] } },
      service,
    )
    expect(first).toMatchObject({ kind: 'function', place: pay })
  })

  test('a leak is the function that allocates what is kept', () => {
    const planted = {
      evidence: { retained: [{ place: route, base: 40, head: 8_200 }] },
      stacks: [[[route], 0, 8]] as const,
      head: { gcUsPerOp: 140 },
    }
    const [first] = why(planted, changedIn(route.file, 42))
    expect(first).toMatchObject({ kind: 'garbage-collection', place: route, touched: true })
    expect(first?.title).toContain('allocates memory that is kept: 8.2 kB per operation')
  })

  test('memory that untouched code keeps is told only where the process grew', () => {
    const planted = { evidence: { retained: [{ place: route, base: 40, head: 8_200 }] } }
    expect(why(planted, service)).toEqual([])
    const scenario = regressedWith(planted)
    const grown = { ...scenario, metrics: [...scenario.metrics, metric('rssBytesPeak', true)] }
    const [first] = explain({ scenario: grown, changedLines: service })
    expect(first).toMatchObject({ kind: 'garbage-collection', place: route, touched: false })
  })

  test('more garbage is told with what is allocated', () => {
    const counters = judgedByTotal('memory.allocated', 90_000, 140_000)
    const [first] = why({ counters, head: { gcUsPerOp: 130 } }, service)
    expect(first).toMatchObject({ kind: 'garbage-collection', weight: 0.092 })
    expect(first?.title).toContain('140 kB are allocated per operation, 90 kB before')
  })

  test('system calls and bytes to Kafka are told by their total where no member is exact', () => {
    const calls = why({ counters: judgedByTotal('io.writes', 4, 9) }, service)
    expect(calls.map(({ title }) => title)).toEqual([
      'the process calls write 9 times per operation, 4 before',
    ])
    const sent = why({ counters: judgedByTotal('kafka.bytes', 1_000, 2_000) }, service)
    expect(sent.map(({ title }) => title)).toEqual([
      "Kafka gets 2 kB per operation, 1 kB before; 1 µs more of the system's CPU in the Kafka client",
    ])
  })

  test('more messages are told without the bytes that they are, before the commands that cost less', () => {
    const counters = [
      counter('redis.commands/eval', 1, 2),
      counter('kafka.messages/payments', 1, 2),
      ...judgedByTotal('kafka.bytes', 348, 653),
    ]
    const stacks = [
      [[handle, redisExec], 0, 6],
      [[send, kafkaProduce], 0, 10],
    ] as const
    const causes = why({ counters, stacks }, service)
    expect(causes.map(({ title }) => title)).toEqual([
      "Kafka topic payments gets a message 2 times per operation, 1 before; 11 µs more of the system's CPU in the Kafka client",
      "Redis is asked EVAL 2 times per operation, 1 before; 4 µs more of the system's CPU in the Redis client",
    ])
  })

  test('a callback without a name is no other callback that blocked before', () => {
    const [mine, other] = [place('(anonymous)', pay.file, 57, 60), place('(anonymous)', 'a.ts', 5)]
    const planted = {
      stacks: [[[mine], 0, 20]] as const,
      base: { blocks: [{ place: other, ms: 40 }] },
      head: { blocks: [{ place: mine, ms: 45 }] },
    }
    const [first] = why(planted, changedIn(pay.file, 57, 60))
    expect(first).toMatchObject({ kind: 'event-loop', place: mine, touched: true })
  })

  test('a late event loop is told where nothing else was found', () => {
    const [first] = why({ head: { eventLoopDelayMsP99: 95 } }, service)
    expect(first?.title).toBe('the event loop is late by 95 ms (p99), 22 ms before')
  })

  test('a full pool is told where nothing else was found', () => {
    const resources = [{ name: 'database pool', utilisation: 0.99 }]
    const [first] = why({ head: { resources } }, service)
    expect(first).toMatchObject({ kind: 'resource', touched: false })
    expect(first?.title).toContain('database pool is 99 % busy, 60 % before')
  })
})

/** A group whose one member differs between equal passes, so that its total is what is judged. */
function judgedByTotal(group: string, base: number, head: number): CounterResult[] {
  const verdict = { kind: 'inconclusive', detectableEffect: null } as const
  const exact = false
  return [
    counter(`${group}/total`, base, head, { exact }),
    counter(`${group}/system`, base, head, { exact, verdict }),
  ]
}
