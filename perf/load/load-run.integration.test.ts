import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startServer } from './fixtures/http-server.ts'
import {
  closed,
  echoAfter,
  journeyOf,
  latency,
  load,
  open,
  step,
  type State,
} from './fixtures/inline-load.ts'
import { decodeHistogram, latencyOf } from './merge.ts'
import type { Journey, JourneyStep } from './journey.ts'

/** Whole loads against well-behaved servers: what is measured, and where it is attributed. */
test('a server of 50 ms has a median of 50 ms, and one sample for each request', async () => {
  await using server = await echoAfter(50)
  const result = await load(server, journeyOf(step('read')), {
    shape: open(100, 20),
    durationMs: 3000,
  })
  expect(result.requestsCompleted).toBe(300)
  expect(result.steps['read']?.count).toBe(300)
  expect(latency(result, 'read').p50).toBeGreaterThan(49)
  expect(latency(result, 'read').p50).toBeLessThan(55)
  expect(result).toMatchObject({ journeysOffered: 300, journeysCompleted: 300, failures: {} })
})

test('an overloaded server shows as a queue and in the latency from the intended time', async () => {
  await using server = await echoAfter(100)
  // Ten connections of 100 ms serve 100/s of the 200/s that arrive: after 2 s a full second behind.
  const result = await load(server, journeyOf(step('read')), {
    shape: open(200, 10),
    durationMs: 2000,
  })
  expect(result).toMatchObject({ journeysOffered: 400, journeysCompleted: 400, timeouts: 0 })
  expect(result.generator.longestQueue).toBeGreaterThan(150)
  expect(latency(result, 'read').max).toBeGreaterThan(1800)
  expect(latency(result, 'read').p50).toBeGreaterThan(800)
  expect(result.durationMs).toBeGreaterThan(3900)
})

test('latency is attributed to the step that took it', async () => {
  await using server = await startServer((request, response) => {
    const delayMs = request.url?.startsWith('/slow/') === true ? 80 : 5
    setTimeout(() => response.end(JSON.stringify(request.url)), delayMs)
  })
  const result = await load(server, journeyOf(step('quick'), step('slow'), step('after')), {
    shape: open(50, 30),
    durationMs: 2000,
  })
  expect(latency(result, 'quick').p50).toBeLessThan(30)
  expect(latency(result, 'slow').p50).toBeGreaterThan(79)
  expect(latency(result, 'after').p50).toBeLessThan(30)
  expect(latencyOf(result.journeys)?.p50).toBeGreaterThan(79 + 10)
  expect(latencyOf(result.journeys)?.p50).toBeLessThan(130)
  expect([result.steps['quick'], result.steps['slow'], result.steps['after']]).toMatchObject(
    Array.from({ length: 3 }, () => ({ count: 100 })),
  )
})

test('think time spaces the steps and is in no latency', async () => {
  const seen: { path: string; atMs: number }[] = []
  await using server = await startServer((request, response) => {
    seen.push({ path: request.url ?? '', atMs: performance.now() })
    response.end(JSON.stringify(request.url))
  })
  const result = await load(server, journeyOf(step('first', { thinkMs: 300 }), step('second')), {
    shape: closed(1),
    journeys: 3,
  })
  const at = (path: string) => seen.find((request) => request.path === path)?.atMs ?? 0
  expect(at('/second/0') - at('/first/0')).toBeGreaterThanOrEqual(298)
  expect(at('/first/1') - at('/second/0')).toBeLessThan(200)
  expect(latency(result, 'second').max).toBeLessThan(200)
  expect(latencyOf(result.journeys)?.max).toBeLessThan(200)
  expect(result.journeysCompleted).toBe(3)
})

test('a closed load keeps exactly its number of requests under way, and runs exactly its journeys', async () => {
  let underWay = 0
  let deepest = 0
  await using server = await startServer((request, response) => {
    underWay += 1
    deepest = Math.max(deepest, underWay)
    setTimeout(() => {
      underWay -= 1
      response.end(JSON.stringify(request.url))
    }, 20)
  })
  const result = await load(server, journeyOf(step('read')), { shape: closed(7), journeys: 350 })
  expect(deepest).toBe(7)
  expect(result).toMatchObject({ journeysOffered: 350, journeysCompleted: 350 })
  // Little's law: what is under way on average is the rate times the mean latency.
  const meanMs = decodeHistogram(result.steps['read']?.histogram ?? '').mean / 1000
  expect((result.requestsCompleted / result.durationMs) * meanMs).toBeCloseTo(7, 0)
})

test('a replay of an earlier step happens in the share that the journey draws, with its state', async () => {
  interface Replaying extends State {
    readonly replays: boolean
  }
  const keys = new Map<string, number>()
  await using server = await startServer((request, response) => {
    const key = String(request.headers['idempotency-key'])
    keys.set(key, (keys.get(key) ?? 0) + 1)
    response.end('""')
  })
  const pay: JourneyStep<Replaying> = {
    name: 'pay',
    method: 'POST',
    path: () => '/payments',
    headers: (state) => ({ 'Idempotency-Key': `key-${state.number}` }),
    body: (state) => ({ amountMinor: state.number }),
    expectStatus: [200],
  }
  const journey: Journey<Replaying> = {
    name: 'replaying',
    start: (random, sequence) => ({ number: sequence, replays: random.next() < 0.05 }),
    steps: [pay, { ...pay, name: 'replay', when: (state) => state.replays }],
  }
  const result = await load(server, journey as unknown as Journey<State>, {
    shape: closed(10),
    journeys: 2000,
  })
  const replayed = [...keys.values()].filter((count) => count === 2).length
  expect(keys.size).toBe(2000)
  expect(replayed).toBeGreaterThan(60) // 100 expected, standard deviation 9.7
  expect(replayed).toBeLessThan(140)
  expect(result.steps['replay']?.count).toBe(replayed)
  expect(result.journeysCompleted).toBe(2000)
})

test('acknowledged identifiers are appended to the file, one a line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-load-'))
  try {
    const acknowledgedFile = join(folder, 'acknowledged')
    await using server = await echoAfter(0)
    const journey = journeyOf(step('pay', { acknowledges: (state) => `id-${state.number}` }))
    await load(server, journey, { journeys: 1500, acknowledgedFile })
    const request = { journeys: 10, firstSequence: 1500, acknowledgedFile }
    const second = await load(server, journey, request)
    const ids = (await readFile(acknowledgedFile, 'utf8')).trimEnd().split('\n')
    expect(second.acknowledged).toBe(10)
    expect(new Set(ids)).toEqual(new Set(Array.from({ length: 1510 }, (_, n) => `id-${n}`)))
    expect(ids).toHaveLength(1510)
  } finally {
    await rm(folder, { recursive: true })
  }
})
