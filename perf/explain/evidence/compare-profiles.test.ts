import { expect, test } from 'vitest'
import { compareProfiles } from './compare-profiles.ts'
import { armSource, noSource } from './source.ts'
import { baseFolder, headFolder, runOf, type Sampled } from './testing.ts'

const pay = 'pay system/service.ts:10'
const query = `${pay} > query node_modules/pg/lib/client.js:5`

const compare = (base: readonly Sampled[], head: readonly Sampled[]) =>
  compareProfiles(
    { runs: [runOf(base, baseFolder)], source: noSource },
    { runs: [runOf(head, headFolder)], source: noSource },
    250,
  )

test('self time of a function is what no callee took, per operation, in both arms', () => {
  const samples: Sampled[] = [
    [pay, 100],
    [query, 300],
    [pay, 50],
  ]
  const { functions, operations } = compare(samples, [...samples, [pay, 450]])
  expect(functions).toEqual([
    { place: { function: 'pay', file: 'system/service.ts', line: 10 }, base: 15, head: 60 },
    {
      place: { function: 'query', file: 'node_modules/pg/lib/client.js', line: 5 },
      base: 30,
      head: 30,
    },
  ])
  expect(operations).toEqual({ base: 10, head: 10 })
})

test('idle time is nobody’s, the engine and its garbage collector stand apart', () => {
  const { functions } = compare(
    [[pay, 100]],
    [
      ['(idle)', 9_000],
      ['(program)', 200],
      ['(garbage collector)', 100],
      [pay, 100],
    ],
  )
  expect(
    functions.map(({ place, base, head }) => [place.function, place.line, base, head]),
  ).toEqual([
    ['(program)', 0, null, 20],
    ['(garbage collector)', 0, null, 10],
    ['pay', 10, 10, 10],
  ])
})

test('time in which the thread waited for a processor is taken off', () => {
  const arm = (folder: string, onCpuShare: number) => ({
    runs: [runOf([[pay, 1_000]], folder, { onCpuShare })],
    source: noSource,
  })
  const { functions } = compareProfiles(arm(baseFolder, 1), arm(headFolder, 0.5), 250)
  expect(functions).toMatchObject([{ base: 100, head: 50 }])
})

test('several processes of an arm are one', () => {
  const runs = [runOf([[pay, 100]], baseFolder), runOf([[pay, 500]], baseFolder)]
  const { functions, operations } = compareProfiles(
    { runs, source: noSource },
    { runs: [], source: noSource },
    250,
  )
  expect(functions).toMatchObject([{ base: 30, head: null }])
  expect(operations).toEqual({ base: 20, head: 0 })
})

const sources = (file: string, text: string) => armSource(new Map([[file, text]]), new Map())

test('a function that moved within its file is the same function', () => {
  const moved = compareProfiles(
    {
      runs: [runOf([['(anonymous) system/a.ts:2', 100]], baseFolder)],
      source: sources('system/a.ts', '\nitems.map((item) => {'),
    },
    {
      runs: [runOf([['(anonymous) system/a.ts:3', 300]], headFolder)],
      source: sources('system/a.ts', '\n\n  items.map((item) => {'),
    },
    250,
  )
  expect(moved.functions).toMatchObject([{ place: { line: 3 }, base: 10, head: 30 }])
  expect(moved.flame.stacks).toMatchObject([{ baseUs: 10, headUs: 30 }])
})

test('a function of a renamed file is the same function', () => {
  const text = 'export function decide(orders) {'
  const renamed = compareProfiles(
    {
      runs: [runOf([['decide system/old.ts:1', 100]], baseFolder)],
      source: sources('system/old.ts', text),
    },
    {
      runs: [runOf([['decide system/new.ts:1', 100]], headFolder)],
      source: sources('system/new.ts', text),
    },
    250,
  )
  expect(renamed.functions).toMatchObject([
    { place: { file: 'system/new.ts' }, base: 10, head: 10 },
  ])
})

test('two functions of one name are told apart by their text', () => {
  const source = sources('system/a.ts', 'a.on((x) => {\nb.on((y) => {')
  const both = compareProfiles(
    { runs: [runOf([['(anonymous) system/a.ts:2', 100]], baseFolder)], source },
    { runs: [runOf([['(anonymous) system/a.ts:1', 100]], headFolder)], source },
    250,
  )
  expect(both.functions.map(({ base, head }) => `${base} ${head}`).toSorted()).toEqual([
    '10 null',
    'null 10',
  ])
})

test('an empty profile and one without samples compare as nothing', () => {
  expect(compare([], []).functions).toEqual([])
  const bare = { nodes: [], startTime: 0, endTime: 0 }
  const run = { profile: bare, armFolder: baseFolder, operations: 0, onCpuShare: 1 }
  const arm = { runs: [run], source: noSource }
  expect(compareProfiles(arm, arm, 250).flame).toEqual({ frames: [], stacks: [] })
})
