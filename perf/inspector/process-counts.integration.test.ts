import { expect, test } from 'vitest'
import { readProcessCounts } from './process-counts.ts'
import { startInspected } from './testing.ts'

test('outgoing calls are counted by host and route, whichever client makes them', async () => {
  await using fixture = await startInspected('calls-others.ts')
  const before = await readProcessCounts(fixture.inspector)
  await fixture.inspector.evaluate('callOthers().then(callOthers)')
  const after = await readProcessCounts(fixture.inspector)
  expect(before.httpCalls).toEqual({})
  expect(after.httpCalls).toEqual({
    'GET 127.0.0.1/rates/:id': 2,
    'POST 127.0.0.1/rates/:id': 2,
    'GET 127.0.0.1/v1/banks': 2,
  })
})

test('bytes of answers are counted by route, headers included', async () => {
  await using fixture = await startInspected('calls-others.ts')
  await fixture.inspector.evaluate('callOthers().then(callOthers)')
  const { responseBytes } = await readProcessCounts(fixture.inspector)
  const head = (length: number) =>
    `HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: ${length}\r\n\r\n`
  expect(responseBytes['GET /v1/banks']).toBe(2 * `${head(9)}/v1/banks`.length)
  expect(responseBytes['POST /rates/:id']).toBe(2 * `${head(9)}/rates/42`.length)
})

test('allocated bytes grow by what is allocated', async () => {
  await using fixture = await startInspected('calls-others.ts')
  const before = await readProcessCounts(fixture.inspector)
  await fixture.inspector.evaluate('Array.from({ length: 100_000 }, (_, i) => [i]).length')
  const after = await readProcessCounts(fixture.inspector)
  const grown = (after.allocatedBytes ?? 0) - (before.allocatedBytes ?? 0)
  expect(grown).toBeGreaterThan(3_000_000)
  expect(grown).toBeLessThan(30_000_000)
})
