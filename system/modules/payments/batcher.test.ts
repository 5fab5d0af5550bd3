import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Batcher } from './batcher.ts'

interface Gate {
  readonly batches: (readonly number[])[]
  finish(): void
}

/** Batches of numbers; each stays at work until it is let go. */
function gatedBatcher(overrides: { maxItems?: number; maxQueued?: number } = {}) {
  const expired: number[] = []
  const batches: (readonly number[])[] = []
  const open: (() => void)[] = []
  const work = async (items: readonly number[]): Promise<void> => {
    batches.push(items)
    await new Promise<void>((resolve) => {
      open.push(resolve)
    })
  }
  const batcher = new Batcher<number>({
    pace: { intervalMs: 10 },
    maxItems: 3,
    maxQueued: 6,
    admission: { targetMs: 2_000, toleranceMs: 500, limitMs: 3_000 },
    longestWaitMs: 2_500,
    expired: (item) => expired.push(item),
    ...overrides,
    work,
    workTogether: async (items) => work(items.map((item) => -item)),
  })
  const gate: Gate = { batches, finish: () => open.shift()?.() }
  return { batcher, gate, expired }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a batcher', () => {
  test('starts at once when idle, with all that arrived in the same turn', async () => {
    const { batcher, gate } = gatedBatcher()
    batcher.push(1)
    batcher.push(2)
    await vi.advanceTimersByTimeAsync(0)
    expect(gate.batches).toEqual([[1, 2]])
  })

  test('waits for the batch before, however much time passes', async () => {
    const { batcher, gate } = gatedBatcher()
    batcher.push(1)
    await vi.advanceTimersByTimeAsync(0)
    batcher.push(2)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(gate.batches).toEqual([[1]])
    gate.finish()
    await vi.advanceTimersByTimeAsync(0)
    expect(gate.batches).toEqual([[1], [2]])
  })

  test('after a batch of a whole interval starts before anything else of that turn', async () => {
    const { batcher, gate } = gatedBatcher()
    batcher.push(1)
    await vi.advanceTimersByTimeAsync(0)
    batcher.push(2)
    await vi.advanceTimersByTimeAsync(1_000)
    gate.finish()
    // No timer and no immediate runs here: these turns are of promises alone.
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
    expect(gate.batches).toEqual([[1], [2]])
  })

  test('keeps the interval from start to start', async () => {
    const { batcher, gate } = gatedBatcher()
    batcher.push(1)
    await vi.advanceTimersByTimeAsync(0)
    gate.finish()
    await vi.advanceTimersByTimeAsync(4)
    batcher.push(2)
    await vi.advanceTimersByTimeAsync(5)
    expect(gate.batches).toEqual([[1]])
    await vi.advanceTimersByTimeAsync(1)
    expect(gate.batches).toEqual([[1], [2]])
  })

  test('does not keep the interval when a full batch waits', async () => {
    const { batcher, gate } = gatedBatcher()
    batcher.push(0)
    await vi.advanceTimersByTimeAsync(0)
    gate.finish()
    await vi.advanceTimersByTimeAsync(0)
    for (const item of [1, 2, 3, 4]) {
      batcher.push(item)
    }
    await vi.advanceTimersByTimeAsync(0)
    expect(gate.batches).toEqual([[0], [1, 2, 3]])
  })

  test('takes no more than its queue holds', async () => {
    const { batcher, gate } = gatedBatcher({ maxQueued: 2 })
    batcher.push(1)
    await vi.advanceTimersByTimeAsync(0)
    expect([batcher.push(2), batcher.push(3), batcher.push(4)]).toEqual([true, true, false])
    expect({ queued: batcher.queued, working: batcher.working }).toEqual({ queued: 2, working: 1 })
    gate.finish()
    await vi.advanceTimersByTimeAsync(10)
    expect(batcher.push(5)).toBe(true)
  })

  test('is drained when nothing waits and nothing is at work', async () => {
    const { batcher, gate } = gatedBatcher()
    await batcher.drained()
    batcher.push(1)
    let drained = false
    const waiting = batcher.drained().then(() => {
      drained = true
    })
    await vi.advanceTimersByTimeAsync(0)
    batcher.push(2)
    gate.finish()
    await vi.advanceTimersByTimeAsync(10)
    expect(drained).toBe(false)
    gate.finish()
    await vi.advanceTimersByTimeAsync(0)
    await waiting
    expect(gate.batches).toEqual([[1], [2]])
  })

  test('keeps a group in one batch, larger than others may be, and nothing else in it', async () => {
    const { batcher, gate } = gatedBatcher({ maxQueued: 100 })
    batcher.push(1)
    expect(batcher.pushTogether([10, 11, 12, 13, 14])).toBe(true)
    batcher.pushTogether([20])
    batcher.push(2)
    expect(batcher.queued).toBe(8)
    for (let batch = 0; batch < 3; batch += 1) {
      await vi.advanceTimersByTimeAsync(10)
      gate.finish()
      await vi.advanceTimersByTimeAsync(0)
    }
    // Groups and single items take turns, so that neither keeps the other waiting.
    expect(gate.batches).toEqual([[-10, -11, -12, -13, -14], [1, 2], [-20]])
    expect(batcher.queued).toBe(0)
  })

  test('takes a group whole or not at all', async () => {
    const { batcher } = gatedBatcher()
    batcher.push(1)
    expect(batcher.pushTogether([1, 2, 3, 4, 5, 6])).toBe(false)
    expect(batcher.queued).toBe(1)
    expect(batcher.pushTogether([1, 2, 3, 4, 5])).toBe(true)
    expect(batcher.push(2)).toBe(false)
  })

  test('takes no more while the oldest item, waiting or worked on, is older than the limit', async () => {
    const { batcher, gate } = gatedBatcher()
    batcher.push(1)
    await vi.advanceTimersByTimeAsync(2_999)
    expect([batcher.push(2), batcher.oldestMs]).toEqual([true, 2_999])
    await vi.advanceTimersByTimeAsync(2)
    expect(batcher.push(3)).toBe(false)
    gate.finish()
    await vi.advanceTimersByTimeAsync(0)
    expect(batcher.push(4)).toBe(true)
    expect(gate.batches).toEqual([[1], [2]])
  })

  test('takes no more than what it will come to in time, at the pace of late', async () => {
    const { batcher, gate } = gatedBatcher({ maxItems: 1, maxQueued: 100 })
    for (let batch = 0; batch < 20; batch += 1) {
      batcher.push(batch)
      await vi.advanceTimersByTimeAsync(1_000)
      gate.finish()
      await vi.advanceTimersByTimeAsync(0)
    }
    batcher.push(20)
    await vi.advanceTimersByTimeAsync(0)
    expect([21, 22, 23, 24, 25].map((item) => batcher.push(item))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ])
  })

  test('gives an item back that has waited too long, and goes on with the others', async () => {
    const { batcher, gate, expired } = gatedBatcher()
    batcher.push(1)
    await vi.advanceTimersByTimeAsync(100)
    batcher.push(2)
    await vi.advanceTimersByTimeAsync(1_000)
    batcher.push(3)
    await vi.advanceTimersByTimeAsync(1_600)
    expect([expired, batcher.queued]).toEqual([[2], 1])
    gate.finish()
    await vi.advanceTimersByTimeAsync(0)
    expect(gate.batches).toEqual([[1], [3]])
  })

  test('is drained when all that waited has been given back', async () => {
    const { batcher, gate, expired } = gatedBatcher()
    batcher.push(1)
    await vi.advanceTimersByTimeAsync(0)
    batcher.push(2)
    await vi.advanceTimersByTimeAsync(5_100)
    gate.finish()
    await vi.advanceTimersByTimeAsync(0)
    await batcher.drained()
    expect([expired, gate.batches]).toEqual([[2], [[1]]])
  })

  test('gives a group back whole that has waited too long', async () => {
    const { batcher, expired } = gatedBatcher({ maxQueued: 100 })
    batcher.push(1)
    await vi.advanceTimersByTimeAsync(100)
    batcher.pushTogether([2, 3])
    await vi.advanceTimersByTimeAsync(2_500)
    expect([expired, batcher.queued]).toEqual([[2, 3], 0])
  })
})
