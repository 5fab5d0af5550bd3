import { Script } from 'node:vm'
import { expect, test } from 'vitest'
import type { FlameGraph } from '../../../result/evidence.ts'
import { fixtures } from '../../fixtures.ts'
import { flameGraph } from './flame-graph.ts'
import { flameScript } from './flame-script.ts'
import { flameBoxes, levelOf } from './flame-tree.ts'

const frame = (name: string) => ({ function: name, file: 'a.ts', line: 1 })
const frames = ['main', 'decide', 'record'].map(frame)
const flame: FlameGraph = {
  frames,
  stacks: [
    { frames: [0], baseUs: 1, headUs: 1 },
    { frames: [0, 1], baseUs: 2, headUs: 4 },
    { frames: [0, 2], baseUs: 2, headUs: 0 },
  ],
}

test('a box holds the time of both arms, its own and that of what it calls', () => {
  const boxes = flameBoxes(flame)
  const shown = boxes.map(({ place, depth, base, head }) => [place.function, depth, base, head])
  expect(shown).toEqual([
    ['all', 0, 5, 5],
    ['main', 1, 5, 5],
    ['decide', 2, 2, 4],
    ['record', 2, 2, 0],
  ])
  expect(boxes[1]).toMatchObject({ selfBase: 1, selfHead: 1, x: 0, width: 1 })
})

test('boxes of one row stand beside each other inside their caller, the widest first', () => {
  const [, , decide, record] = flameBoxes(flame)
  expect([decide?.x, decide?.width]).toEqual([0, 0.6])
  expect([record?.x, record?.width]).toEqual([0.6, 0.2])
})

test('more is red, less is blue, and what sampling explains is neither', () => {
  const [all, , decide, record] = flameBoxes(flame)
  if (all === undefined || decide === undefined || record === undefined) {
    throw new Error('expected four boxes')
  }
  const levels = [all, decide, record].map((box) => levelOf(box, undefined))
  expect(levels).toEqual([0, 4, -4])
  expect(levelOf(decide, () => 2)).toBe(0)
})

test('an index that points nowhere takes its stack out, an empty profile draws nothing', () => {
  const stacks = [{ frames: [7], baseUs: 5, headUs: 5 }]
  expect(flameBoxes({ frames, stacks })).toEqual([])
  const profiles = { operations: { base: 1, head: 1 }, functions: [], flame: { frames, stacks } }
  expect(flameGraph(profiles, undefined)).toBeNull()
})

test('the deepest and widest profile that a document may carry draws a bounded number of boxes', () => {
  const deep = Array.from({ length: 5_000 }, (_, stack) => ({
    frames: Array.from({ length: 40 }, (_unused, depth) => (stack * 7 + depth * depth) % 5_000),
    baseUs: 1,
    headUs: 1.01,
  }))
  const many = Array.from({ length: 5_000 }, (_, index) => frame(`f${index}`))
  expect(flameBoxes({ frames: many, stacks: deep }).length).toBeLessThanOrEqual(1_500)
})

test('boxes in lines that the change touched are marked', () => {
  const profiles = fixtures.explained.scenarios[0]?.evidence?.profiles
  if (profiles === undefined) throw new Error('the explained example run has no profile')
  const text = flameGraph(profiles, fixtures.explained.changedLines)?.markup ?? ''
  expect(text).toMatch(/class="m\d touched"[^>]*>\s*<title>\s*#loadMissing/)
  expect(flameGraph(profiles, undefined)?.markup).not.toContain('touched')
})

test('the script is JavaScript, and ends no element', () => {
  expect(() => new Script(flameScript)).not.toThrow()
  expect(flameScript).not.toContain('</')
})
