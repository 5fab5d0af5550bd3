import { describe, expect, test } from 'vitest'
import {
  changedIn,
  counter,
  handle,
  kafkaProduce,
  pay,
  place,
  redisExec,
  route,
  send,
  settle,
  service,
  why,
} from './testing.ts'

describe('services and the disk', () => {
  test('an extra message leads, with the Kafka client’s time told with it', () => {
    const [first, ...rest] = why(
      {
        counters: [
          counter('kafka.messages/.payments.recorded', 1, 2),
          counter('redis.commands/eval', 1, 1),
        ],
        stacks: [[[send, kafkaProduce], 0, 30]],
      },
      changedIn(send.file, 50),
    )
    expect(first).toMatchObject({ kind: 'kafka', place: send, touched: true })
    expect(first?.title).toBe(
      "Kafka topic payments.recorded gets a message 2 times per operation, 1 before; 31 µs more of the system's CPU in the Kafka client",
    )
    expect(first?.weight).toBe(0.052)
    expect(rest).toEqual([])
  })

  test('waiting for Kafka in a loop is the Kafka client in the touched function', () => {
    const [first] = why(
      { stacks: [[[settle, send, kafkaProduce], 0, 120]] },
      changedIn(settle.file, 70, 73),
    )
    expect(first).toMatchObject({ kind: 'kafka', place: settle, touched: true })
    expect(first?.title).toContain('in the Kafka client')
  })

  test('a slower consumer is what it asks Redis for', () => {
    const [first] = why(
      {
        counters: [counter('redis.commands/hgetall', null, 4)],
        stacks: [[[handle, redisExec], 0, 70]],
      },
      changedIn(handle.file, 71, 80),
    )
    expect(first).toMatchObject({ kind: 'redis', place: handle, touched: true })
    expect(first?.title).toBe(
      "Redis is asked HGETALL 4 times per operation, never before; 68 µs more of the system's CPU in the Redis client",
    )
  })

  test('a call to another service is named by its host and route', () => {
    const [first] = why(
      { counters: [counter('http.calls/GET rates.example/v1/rates', null, 1)] },
      service,
    )
    expect(first).toMatchObject({ kind: 'http' })
    expect(first?.title).toContain('GET rates.example/v1/rates is called once per operation')
  })

  test('a doubled body leads the code that writes it', () => {
    const stringify = place('stringify', '', 0)
    const [first] = why(
      {
        counters: [counter('http.response-bytes/GET /api/v1/payments', 6_000, 12_100)],
        stacks: [[[route, stringify], 0, 40]],
      },
      changedIn(route.file, 42),
    )
    expect(first).toMatchObject({ kind: 'response', place: route, touched: true })
    expect(first?.title).toBe(
      'the answer of GET /api/v1/payments has 12.1 kB per operation, 6 kB before',
    )
  })

  test('a synchronous write is the disk, in the function that waits for it', () => {
    const writeSync = place('writeSync', 'node:fs', 900)
    const [first] = why({ stacks: [[[route, pay, writeSync], 0, 18]] }, service)
    expect(first).toMatchObject({ kind: 'disk', place: pay, touched: true })
    expect(first?.title).toContain('in synchronous calls to the disk')
  })

  test('more system calls are a cause only where nothing else is', () => {
    const writes = counter('io.writes/system', 8, 16)
    const [alone] = why({ counters: [writes] }, service)
    expect(alone?.title).toBe('the process calls write 16 times per operation, 8 before')
    const led = why({ counters: [writes], stacks: [[[route, pay], 0, 60]] }, service)
    expect(led.map(({ kind }) => kind)).toEqual(['function'])
  })
})
