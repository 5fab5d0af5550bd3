import { expect, test } from 'vitest'
import { heatGrid } from './heat-grid.ts'

test('the grid is square: banks without payments are there, too', () => {
  const { bics, rows } = heatGrid([{ from: 'B', to: 'X', count: 4, reviewShare: 0.05 }], ['B', 'A'])
  expect(bics).toEqual(['B', 'A', 'X'])
  expect(rows.map(({ cells }) => cells.map(({ count }) => count))).toEqual([
    [0, 0, 4],
    [0, 0, 0],
    [0, 0, 0],
  ])
  expect(rows[0]?.cells[2]).toEqual({ to: 'X', count: 4, share: 0.05, heat: 0.5 })
})

test('heat has a fixed scale and an end', () => {
  const heats = [0, 0.2, 1].map(
    (reviewShare) =>
      heatGrid([{ from: 'A', to: 'A', count: 1, reviewShare }], []).rows[0]?.cells[0]?.heat,
  )
  expect(heats).toEqual([0, 1, 1])
})
