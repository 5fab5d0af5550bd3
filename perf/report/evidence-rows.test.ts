import { expect, test } from 'vitest'
import type { FunctionCost } from '../result/evidence.ts'
import {
  busiestText,
  costRows,
  executionRows,
  instructionRows,
  resourceRows,
  samplingNoise,
} from './evidence-rows.ts'
import { fixtures } from './fixtures.ts'
import { exact } from './numbers.ts'

const [scenario] = fixtures.explained.scenarios
const evidence = scenario?.evidence
if (evidence?.profiles === undefined || evidence.waits === undefined) {
  throw new Error('the explained example run has no evidence, expected profiles and waits')
}
const { profiles, waits } = evidence

const place = { function: 'decide', file: 'a.ts', line: 3, lastLine: 9 }
const cost = (base: number | null, head: number | null): FunctionCost => ({ place, base, head })

test('a cost is told with its difference, its place and whether the change touched it', () => {
  const changed = [{ file: 'a.ts', ranges: [{ first: 9, last: 9 }] }]
  expect(costRows([cost(1, 3)], 'us', changed)).toEqual([
    {
      name: 'decide',
      place: 'a.ts:3',
      touched: true,
      base: '1.00 µs',
      head: '3.00 µs',
      difference: '+2.00 µs',
      size: 2,
      tone: 'more',
    },
  ])
  expect(costRows([cost(2, null)], 'us', undefined)[0]).toMatchObject({ tone: 'less', head: '–' })
})

test('what two standard deviations of sampling explain is noise', () => {
  // 100 samples of 1 ms over 1,000 operations: 0.1 ms per operation, give or take a tenth.
  const noiseOf = samplingNoise({
    ...profiles,
    operations: { base: 1_000, head: 1_000 },
    samplingUs: 1_000,
  })
  expect(noiseOf?.(100, 100)).toBeCloseTo(2 * Math.sqrt(200))
  const tones = costRows([cost(100, 120), cost(100, 140)], 'us', undefined, noiseOf)
  expect(tones.map(({ tone }) => tone)).toEqual(['noise', 'more'])
})

test('a profile that does not say how often it sampled has no noise to tell', () => {
  const { samplingUs, ...silent } = profiles
  expect(samplingUs).toBe(200)
  expect(samplingNoise(silent)).toBeUndefined()
  expect(samplingNoise({ ...profiles, operations: { base: 0, head: 4 } })).toBeUndefined()
})

test('code that one arm never ran is new or gone, the rest has a factor', () => {
  const change = (base: number | null, head: number | null) => ({
    place,
    kind: 'block' as const,
    source: '  for (;;) {',
    base,
    head,
  })
  const rows = executionRows([change(null, 1), change(2, 0), change(50, 2_500)], undefined)
  expect(rows.map((row) => row.change)).toEqual(['new', 'gone', '×50.0'])
  expect(rows[0]).toMatchObject({ source: 'for (;;) {', base: '–', tone: 'more' })
})

test('instructions are told as they were judged', () => {
  if (scenario === undefined) throw new Error('expected a scenario')
  const reading = { process: 'system' as const, base: [100, 102], head: [110, 110], functions: [] }
  const judged = scenario.counters.find(({ id }) => id === 'instructions.system/total')
  expect(instructionRows(scenario, [reading])[0]).toMatchObject({
    base: exact(judged?.base ?? 0),
    head: exact(judged?.head ?? 0),
    tolerance: '0.42 %',
    verdict: 'regressed',
  })
  const unjudged = { ...scenario, counters: [] }
  expect(instructionRows(unjudged, [reading])[0]).toMatchObject({ base: '–', change: '–' })
})

test('the resource that head fills most comes first, also one that base lacks', () => {
  expect(resourceRows(waits)[0]).toEqual({ label: 'database pool', base: 0.24, head: 0.96 })
  expect(busiestText(waits)).toBe('database pool, 96.0 % busy (base 24.0 %)')
  const bare = { ...waits.base, resources: [] }
  expect(busiestText({ base: bare, head: bare })).toBeNull()
})

test('what is busiest is not called full where nothing was, nor the machine the system', () => {
  const arm = (eventLoop: number, machine: number) => ({
    ...waits.base,
    resources: [
      { name: 'machine CPU', utilisation: machine },
      { name: 'event loop', utilisation: eventLoop },
    ],
  })
  const textOf = (eventLoop: number, machine: number) =>
    busiestText({ base: arm(0.5, 0.8), head: arm(eventLoop, machine) })
  expect(textOf(0.6, 0.85)).toBe('event loop, 60.0 % busy (base 50.0 %); nothing was full')
  expect(textOf(0.6, 0.98)).toBe(
    "event loop, 60.0 % busy (base 50.0 %); full was only the machine's CPU, 98.0 % busy, which the load uses, too",
  )
  expect(textOf(0.9, 0.98)).toBe('event loop, 90.0 % busy (base 50.0 %)')
})
