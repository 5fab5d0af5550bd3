import { expect, test } from 'vitest'
import type { CodePlace } from '../../result/evidence.ts'
import { flameGraph, type JointStack } from './flame.ts'

const place = (name: string): CodePlace => ({ function: name, file: 'system/a.ts', line: 1 })
const [a, b, c] = [place('a'), place('b'), place('c')]
const stack = (frames: readonly CodePlace[], baseUs: number, headUs: number): JointStack => ({
  frames,
  baseUs,
  headUs,
})

test('equal stacks of both arms are one, largest first, frames written once', () => {
  const graph = flameGraph([stack([a, b], 10, 0), stack([a, b], 0, 30), stack([a], 5, 5)])
  expect(graph).toEqual({
    frames: [a, b],
    stacks: [
      { frames: [0, 1], baseUs: 10, headUs: 30 },
      { frames: [0], baseUs: 5, headUs: 5 },
    ],
  })
})

test('what is too small to be seen is told as part of its caller, and no time is lost', () => {
  const graph = flameGraph([stack([a, b, c], 0.001, 0), stack([a, b], 500, 500)])
  expect(graph).toEqual({
    frames: [a, b],
    stacks: [{ frames: [0, 1], baseUs: 500.001, headUs: 500 }],
  })
})

test('a graph of too many stacks is folded until it fits, and its sums stay true', () => {
  const many = Array.from({ length: 500 }, (_, index) =>
    stack([a, place(`f${index}`)], index + 1, index + 2),
  )
  const { stacks } = flameGraph(many, 50)
  expect(stacks.length).toBeLessThanOrEqual(50)
  const sum = (of: readonly { baseUs: number; headUs: number }[]) => [
    of.reduce((total, { baseUs }) => total + baseUs, 0),
    of.reduce((total, { headUs }) => total + headUs, 0),
  ]
  expect(sum(stacks)).toEqual(sum(many))
})

test('a very deep stack keeps its end', () => {
  const deep = Array.from({ length: 900 }, (_, index) => place(`f${index}`))
  const { frames, stacks } = flameGraph([stack(deep, 1, 1)])
  expect(stacks[0]?.frames).toHaveLength(200)
  expect(frames[stacks[0]?.frames.at(-1) ?? -1]).toEqual(place('f899'))
})

test('stacks without time make an empty graph', () => {
  expect(flameGraph([])).toEqual({ frames: [], stacks: [] })
})
