import type { Generation, MetricResult } from '../../result/document.ts'
import { quantity, scaleFor } from '../quantity.ts'
import { html, type Markup } from './markup.ts'
import { linear, ticks } from './scale.ts'

/**
 * Base and head of one metric in every generation: what drifted, and whether both arms drifted
 * together.
 */
const width = 360
const height = 150
const leftLeast = 52
const right = 352
const top = 10
const bottom = 126
const characterWidth = 5.8
const gap = 6

type Pair = {
  readonly index: number
  readonly base: number
  readonly head: number
  readonly dropped: boolean
}

export function generationPlot(
  metric: MetricResult,
  generations: readonly Generation[],
): Markup | null {
  const pairs = generations.flatMap(({ index, base, head, dropped }): Pair[] => {
    const [from, to] = [base[metric.id], head[metric.id]]
    return from === undefined || to === undefined
      ? []
      : [{ index, base: from, head: to, dropped: dropped !== null }]
  })
  if (pairs.length === 0) return null
  const values = pairs.flatMap((pair) => [pair.base, pair.head])
  const [least, most] = [
    values.reduce((a, b) => Math.min(a, b)),
    values.reduce((a, b) => Math.max(a, b)),
  ]
  const room = (most - least || Math.abs(most) || 1) * 0.1
  const y = linear([least - room, most + room], [bottom, top])
  const scale = scaleFor(metric.unit, most)
  const labels = ticks(least - room, most + room, 3).map((value) => ({ value, text: scale(value) }))
  const longest = Math.max(0, ...labels.map(({ text }) => text.length))
  const left = Math.max(leftLeast, Math.ceil(longest * characterWidth) + 2 * gap)
  const x = linear([0, Math.max(1, pairs.length - 1)], [left + 12, right - 12])
  const grid = labels.map(
    ({ value, text }) =>
      html`<line class="grid" x1="${left}" y1="${y(value)}" x2="${right}" y2="${y(value)}" /><text
          class="y"
          x="${left - gap}"
          y="${y(value) + 3.5}"
          >${text}</text
        >`,
  )
  const marks = pairs.map((pair, place) => mark(pair, x(place), y(pair.base), y(pair.head), metric))
  const numbers = pairs.flatMap((pair, place) =>
    place % Math.ceil(pairs.length / 8) === 0
      ? [html`<text class="x" x="${x(place)}" y="${height - 6}">${pair.index + 1}</text>`]
      : [],
  )
  return html`<figure>
    <figcaption>${metric.title}</figcaption>
    <svg
      class="generations"
      viewBox="0 0 ${width} ${height}"
      role="img"
      aria-label="${metric.title} of base and head in each generation"
    >
      ${grid}${marks}${numbers}
    </svg>
  </figure>`
}

function mark(pair: Pair, x: number, base: number, head: number, metric: MetricResult): Markup {
  const title = `generation ${pair.index + 1}: base ${quantity(pair.base, metric.unit)}, head ${quantity(pair.head, metric.unit)}${pair.dropped ? ', dropped' : ''}`
  return html`<g class="pair ${pair.dropped && 'dropped'}"
    ><title>${title}</title><line x1="${x}" y1="${base}" x2="${x}" y2="${head}" /><circle
      class="base"
      cx="${x}"
      cy="${base}"
      r="3.4" /><circle class="head" cx="${x}" cy="${head}" r="3.4"
  /></g>`
}
