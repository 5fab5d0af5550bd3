import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../load/random.ts'
import { balancedBlock } from './balanced-block.ts'

const blocks = Array.from({ length: 200 }, (_, seed) => balancedBlock(5, seededRandom(seed)))

describe('a balanced block', () => {
  it('has either level of every factor four times', () => {
    for (const block of blocks) {
      for (const factor of [0, 1, 2, 3, 4]) {
        expect(block.filter((row) => row[factor]).length).toBe(4)
      }
    }
  })

  it('has each pair of levels of any two factors twice', () => {
    for (const block of blocks) {
      for (const [a, b] of [
        [0, 1],
        [0, 4],
        [2, 3],
        [1, 4],
      ] as const) {
        const pairs = block.map((row) => `${row[a]} ${row[b]}`)
        for (const pair of new Set(pairs)) {
          expect(pairs.filter((other) => other === pair).length).toBe(2)
        }
        expect(new Set(pairs).size).toBe(4)
      }
    }
  })

  it('gives each generation either level with one half probability', () => {
    const first = blocks.filter((block) => block[0]?.[0]).length
    expect(first).toBeGreaterThan(70)
    expect(first).toBeLessThan(130)
  })

  it('holds no more than seven factors', () => {
    expect(balancedBlock(7, seededRandom(1))).toHaveLength(8)
    expect(() => balancedBlock(8, seededRandom(1))).toThrow('expected at most 7')
  })
})
