import { expect, test } from 'vitest'
import { longestLoopBlocks } from './loop-blocks.ts'
import { noSource } from './source.ts'
import { headFolder, runOf, type Sampled } from './testing.ts'

const tick = 'computeFor system/self-test.ts:8'
const pay = 'pay system/service.ts:10'

const run = (samples: readonly Sampled[]) => runOf(samples, headFolder)
const blocks = (...runs: (readonly Sampled[])[]) =>
  longestLoopBlocks(runs.map(run), noSource).map(({ place, ms }) => [place.function, ms])

test('a block is the longest time in a row, with the engine’s work and the callees’', () => {
  const samples: Sampled[] = [
    [tick, 10_000],
    [`${tick} > sqrt node:internal/x:1`, 10_000],
    ['(garbage collector)', 5_000],
    [tick, 5_000],
    ['(idle)', 900_000],
    [tick, 2_000],
    [pay, 3_000],
  ]
  expect(blocks(samples)).toEqual([
    ['computeFor', 30],
    ['pay', 3],
  ])
})

test('of two processes the one with the shorter block counts', () => {
  expect(
    blocks(
      [[pay, 40_000]],
      [
        [pay, 4_000],
        ['(idle)', 1],
      ],
    ),
  ).toEqual([['pay', 4]])
  expect(blocks([[pay, 40_000]], [['(idle)', 1_000]])).toEqual([])
})

test('idle time and code of nobody in the project are no block', () => {
  expect(
    blocks([
      ['(idle)', 50_000],
      ['write node:net:1', 50_000],
    ]),
  ).toEqual([])
})
