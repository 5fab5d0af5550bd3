import { expect, test } from 'vitest'
import { HeatMap } from './heat-map.ts'

const nowMs = Date.parse('2026-01-07T09:00:00Z')
const perStatement = 500_000

/**
 * A database with a million and one payments of today, that answers so many statements and then one
 * failure.
 */
function prepared(answersBeforeFailure: number) {
  const askedFrom: unknown[] = []
  const parts = [perStatement, perStatement, 1]
  let summed = 0
  const database = {
    async query(_statement: unknown, values: readonly unknown[] = []) {
      askedFrom.push(values[1])
      if (askedFrom.length === answersBeforeFailure + 1) throw new Error('away')
      const read = parts[summed] ?? 0
      if (read === 0) return [] as never
      summed += 1
      const lastId = `019b97${summed}`
      const sums = { from: 'AE', to: 'IL', count: read, reviewed: 0, usdMinor: read }
      return [{ ...sums, lastId, read }] as never
    },
  }
  return { heatMap: new HeatMap(database, () => nowMs), askedFrom }
}

test('what was summed before a statement failed is not summed again', async () => {
  const { heatMap, askedFrom } = prepared(2)
  await expect(heatMap.read('interbank')).rejects.toThrow('away')
  const { corridors } = await heatMap.read('interbank')
  expect(corridors.map(({ count }) => count)).toEqual([2 * perStatement + 1])
  expect(askedFrom.slice(1)).toEqual(['019b971', '019b972', '019b972'])
})
