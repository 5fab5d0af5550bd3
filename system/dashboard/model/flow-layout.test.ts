import { expect, test } from 'vitest'
import { layOutFlows } from './flow-layout.ts'

const frame = { left: 100, right: 300, height: 100, gap: 10 }
const ids = ['A', 'B']

test('each side is as high as what it pays or gets, and all of it fits', () => {
  const flows = [
    { from: 'A', to: 'A', value: 3 },
    { from: 'A', to: 'B', value: 1 },
    { from: 'B', to: 'A', value: 4 },
  ]
  const { payers, payees } = layOutFlows(flows, ids, frame)
  // 100 less one gap, less twice the least height, is 82 for 8.
  expect(payers.map(({ y, height }) => [y, height])).toEqual([
    [0, 45],
    [55, 45],
  ])
  expect(payees.map(({ value }) => value)).toEqual([7, 1])
  const last = payees.at(-1)
  expect((last?.y ?? 0) + (last?.height ?? 0)).toBeCloseTo(100)
})

test('bands lie one below the other, from payer to payee', () => {
  const flows = [
    { from: 'A', to: 'B', value: 1 },
    { from: 'A', to: 'A', value: 1 },
  ]
  const { bands } = layOutFlows(flows, ids, frame)
  expect(bands.map(({ from, to }) => from + to)).toEqual(['AA', 'AB'])
  expect(bands[0]?.path).toBe('M100 2C200 2 200 2 300 2L300 43C200 43 200 43 100 43Z')
  expect(bands[1]?.path.startsWith('M100 43C')).toBe(true)
})

test('nothing that moves, and banks that are not known, draw no band', () => {
  expect(layOutFlows([], ids, frame).bands).toEqual([])
  expect(layOutFlows([{ from: 'A', to: 'C', value: 1 }], ids, frame).bands).toEqual([])
  expect(layOutFlows([{ from: 'A', to: 'B', value: 0 }], ids, frame).bands).toEqual([])
})
