import { expect, test } from 'vitest'
import { othersShare, readCpuUse, readRunCpuUse } from './others-cpu.ts'

test('a reading has the time of the machine, and of this process within it', () => {
  const before = readCpuUse()
  for (let index = 0; readCpuUse().ownMs - before.ownMs < 1; index += 1) JSON.stringify(index)
  const after = readCpuUse()
  expect(after.ownMs).toBeGreaterThan(before.ownMs)
  expect(after.jiffies.total).toBeGreaterThanOrEqual(before.jiffies.total)
  expect(after.jiffies.total * 10).toBeGreaterThan(after.ownMs)
})

test('what others use is the time that is neither idle nor stolen nor our own, never less than none', () => {
  const share = (idle: number, ownMs: number, steal = 0) =>
    othersShare(
      { jiffies: { total: 1_000, idle: 400, steal: 5 }, ownMs: 50 },
      { jiffies: { total: 1_100, idle: 400 + idle, steal: 5 + steal }, ownMs: 50 + ownMs },
    )
  expect([share(100, 0), share(40, 0), share(40, 200)]).toEqual([0, 0.6, 0.4])
  expect(share(90, 300)).toBe(0)
  expect(share(40, 200, 30)).toBeCloseTo(0.1)
})

test('a run’s own time is that of this process and its descendants, and a root within is counted once', () => {
  const before = readRunCpuUse([])
  for (let index = 0; readRunCpuUse([]).ownMs === before.ownMs; index += 1) JSON.stringify(index)
  const [once, twice] = [readRunCpuUse([]), readRunCpuUse([process.pid])]
  expect(once.ownMs).toBeGreaterThan(before.ownMs)
  expect(twice.ownMs).toBeLessThan(once.ownMs * 1.5)
})
