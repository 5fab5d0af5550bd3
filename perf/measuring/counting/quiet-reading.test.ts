import { expect, test } from 'vitest'
import { type QuietStation, quietReading } from './quiet-reading.ts'

const noWaits = { quietMs: 0, answerMs: 0, triesMost: 3 }

/** A system that answers these states in turn, the last of them for good. */
function stationOf(...states: readonly number[]): QuietStation {
  let asked = 0
  const get = () => {
    const status = states[Math.min(asked, states.length - 1)] as number
    asked += 1
    return Promise.resolve({ status, body: { jobs: 1 } })
  }
  return { arm: 'head', system: { client: { get } as never } }
}

/** Counts how often it was read. */
function counting(): () => Promise<number> {
  let readings = 0
  return () => Promise.resolve((readings += 1))
}

test('the reading is the one after which the system had nothing left to do', async () => {
  expect(await quietReading(stationOf(503, 200), counting(), noWaits)).toBe(2)
})

test('a system that is never done is a failure that says what it still does, and no count', async () => {
  await expect(quietReading(stationOf(503), counting(), noWaits)).rejects.toThrow(
    expect.objectContaining({
      code: 'target',
      message:
        'head: work is still in flight 0 ms after the counted operations, expected none: {"jobs":1}',
    }),
  )
})
