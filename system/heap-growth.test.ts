import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { heapFlags, heapGrowth } from './heap-flags.ts'
import { letHeapGrowWhenBusy } from './heap-growth.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test.for([
  ['a quiet thread', [0.4, 0.7], []],
  ['a busy one', [0.4, 0.8, 0.9], [heapGrowth.busy]],
  ['one that is less busy for a while', [0.8, 0.65, 0.8], [heapGrowth.busy]],
  ['one that has time again', [0.8, 0.5, 0.7], [heapGrowth.busy, heapGrowth.quiet]],
] as const)('of %s the heap grows as it has time to collect it', ([, shares, expected]) => {
  const flags: string[] = []
  const left = [...shares] as number[]
  const stop = letHeapGrowWhenBusy({
    busy: () => left.shift() ?? 0,
    setFlag: (flag) => flags.push(flag),
  })
  shares.forEach(() => vi.advanceTimersByTime(5_000))
  stop()
  vi.advanceTimersByTime(60_000)
  expect(flags).toEqual(expected)
})

/** A heap of some 100 MB, of which a part is replaced all the time. */
const churn = `
const { setFlagsFromString } = await import('node:v8')
let whole = 0
new PerformanceObserver((list) => {
  whole += list.getEntries().filter(({ detail }) => detail.kind === 4).length
}).observe({ entryTypes: ['gc'] })
const live = Array.from({ length: 200_000 }, (_, index) => ({ index, text: 'a' + index }))
async function collections() {
  whole = 0
  for (let round = 0; round < 60; round += 1) {
    for (let index = round; index < live.length; index += 5) {
      live[index] = { index, text: round + 'b' + index }
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return whole
}
await collections()
const counts = [await collections()]
setFlagsFromString(process.argv[1])
await collections()
counts.push(await collections())
console.log(JSON.stringify(counts))
`

test('V8 collects a growing heap less often from then on', async () => {
  vi.useRealTimers()
  const args = [...heapFlags, '--input-type=module', '--eval', churn, '--', heapGrowth.busy]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  const [quiet = 0, busy = 0] = JSON.parse(stdout) as number[]
  expect(quiet).toBeGreaterThanOrEqual(4)
  expect(busy).toBeLessThanOrEqual(quiet / 2)
})
