import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

/**
 * WCAG 2.2: 1.4.3 asks for 4.5 between text and what is behind it, 1.4.11 for 3 of what is drawn.
 */
const textRatio = 4.5
const drawnRatio = 3

const tokens = readFileSync(new URL('page/style/tokens.css', import.meta.url), 'utf8')
const pairs = new Map(
  [...tokens.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, [light, dark] as const],
  ),
)

/** Relative luminance of an sRGB colour, WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

function ratios(front: string, behind: string): readonly number[] {
  return [0, 1].map((theme) =>
    contrast(pairs.get(front)?.[theme] ?? '', pairs.get(behind)?.[theme] ?? ''),
  )
}

describe('in both themes', () => {
  test.each([
    ...['ink', 'soft', 'faint', 'good', 'warn', 'bad', 'accent'].map((name) => [name, 'surface']),
    ...['ink', 'soft', 'faint'].map((name) => [name, 'page']),
    ...['ink', 'soft'].map((name) => [name, 'sunken']),
    ...['good', 'warn', 'bad'].map((name) => [name, `${name}-tint`]),
    ['on-accent', 'accent'],
  ] as [string, string][])('text in --%s can be read on --%s', (front, behind) => {
    for (const ratio of ratios(front, behind)) {
      expect(ratio).toBeGreaterThanOrEqual(textRatio)
    }
  })

  test.each([
    'series-1',
    'series-2',
    'series-3',
    'series-4',
    'series-rest',
    'line-strong',
    'heat',
    'accent',
  ])('what is drawn in --%s can be seen', (name) => {
    for (const ratio of ratios(name, 'surface')) {
      expect(ratio).toBeGreaterThanOrEqual(drawnRatio)
    }
  })
})
