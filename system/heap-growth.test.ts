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
  const growth = letHeapGrowWhenBusy({
    lookIntervalMs: 5_000,
    busy: () => left.shift() ?? 0,
    setFlag: (flag) => flags.push(flag),
  })
  shares.forEach(() => vi.advanceTimersByTime(5_000))
  growth[Symbol.dispose]()
  vi.advanceTimersByTime(60_000)
  expect(flags).toEqual(expected)
})

/**
 * Some 20 MB that live, of which a fifth is replaced in every round; prints how often all of it was
 * collected before a flag is set, with it, and with another.
 */
const churn = `
const { setFlagsFromString } = await import('node:v8')
let whole = 0
new PerformanceObserver((list) => {
  whole += list.getEntries().filter(({ detail }) => detail.kind === 4).length
}).observe({ entryTypes: ['gc'] })
const live = Array.from({ length: 200_000 }, (_, index) => ({ index, text: 'a' + index }))
async function collections() {
  whole = 0
  for (let round = 0; round < 120; round += 1) {
    for (let index = round; index < live.length; index += 5) {
      live[index] = { index, text: round + 'b' + index }
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return whole
}
const counts = []
for (const flag of process.argv.slice(1)) {
  setFlagsFromString(flag)
  await collections()
  counts.push(await collections())
}
console.log(JSON.stringify(counts))
`

test('V8 collects a growing heap less often from then on, until it may no longer grow', async () => {
  vi.useRealTimers()
  const { quiet, busy } = heapGrowth
  const args = [...heapFlags, '--input-type=module', '--eval', churn, '--', quiet, busy, quiet]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  const [before = 0, grown = 0, after = 0] = JSON.parse(stdout) as number[]
  expect(grown).toBeLessThanOrEqual(before / 2)
  expect(grown).toBeLessThan(after)
})
