import { describe, expect, it } from 'vitest'
import { chiSquareUpperTail } from './chi-square.ts'
import { normalUpperQuantile, normalUpperTail } from './normal.ts'

describe('the normal distribution', () => {
  // R 4: pnorm(z, lower.tail = FALSE)
  it.each([
    [0, 0.5],
    [1, 0.15865525393145705],
    [1.959963984540054, 0.025],
    [4.9, 4.791832765903194e-7],
    [5.1, 1.6982674071475937e-7],
    [10, 7.619853024160593e-24],
    [-1, 0.8413447460685429],
  ])('leaves above %d a tail of %d', (z, tail) => {
    expect(Math.abs(normalUpperTail(z) / tail - 1)).toBeLessThan(1e-8)
  })

  it.each([0.9, 0.5, 0.025, 1e-4, 1e-12])('has a quantile that leaves %d above it', (tail) => {
    expect(Math.abs(normalUpperTail(normalUpperQuantile(tail)) / tail - 1)).toBeLessThan(1e-6)
  })
})

describe('chi-square', () => {
  // R 4: pchisq(x, df, lower.tail = FALSE)
  it.each([
    [3.841458820694124, 1, 0.05],
    [5.991464547107979, 2, 0.05],
    [7.814727903251179, 3, 0.05],
    [9.487729036781154, 4, 0.05],
    [11.070497693516351, 5, 0.05],
    [18.420680743952367, 2, 1e-4],
    [0, 3, 1],
  ])('leaves above %d with %d degrees of freedom a tail of %d', (x, degrees, tail) => {
    expect(Math.abs(chiSquareUpperTail(x, degrees) / tail - 1)).toBeLessThan(1e-6)
  })
})
