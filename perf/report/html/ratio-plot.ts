import type { Generation, MetricResult, Verdict } from '../../result/document.ts'
import { noValue, percent, percentChange } from '../numbers.ts'
import { html, type Markup } from './markup.ts'
import { type Axis, clamp, linear, rounded, ticks } from './scale.ts'

/**
 * Head / base of one metric: every generation a dot, the first at the top, below them the interval
 * with its estimate, behind them the band in which a change does not matter. All metrics of a
 * scenario share one axis, so that lengths can be compared.
 */
const width = 300
const height = 46
const inset = 8
const dotsTop = 6
const dotsBottom = 30
const intervalY = 39

const widestDomain = 0.6
const narrowestDomain = 0.06

/** Head / base of each generation as a logarithm; null where either is missing. */
export function logRatios(
  metric: MetricResult,
  generations: readonly Generation[],
): (number | null)[] {
  return generations.map((generation) => {
    const value = Math.log(
      (generation.head[metric.id] ?? Number.NaN) / (generation.base[metric.id] ?? Number.NaN),
    )
    return Number.isFinite(value) ? value : null
  })
}

/** Half the width of a scenario's axis: wide enough for every interval and nearly all dots. */
export function domainOf(
  metrics: readonly MetricResult[],
  generations: readonly Generation[],
): number {
  const bounds = metrics.flatMap(({ change }) =>
    change === null
      ? []
      : [change.ratio, change.low, change.high].map((value) => Math.abs(Math.log(value ?? 1))),
  )
  const dots = metrics
    .flatMap((metric) => logRatios(metric, generations))
    .flatMap((value) => (value === null ? [] : [Math.abs(value)]))
    .sort((a, b) => a - b)
  const nearlyAll = dots[Math.floor(dots.length * 0.95)] ?? 0
  const widest = [...bounds, nearlyAll].filter(Number.isFinite).reduce((a, b) => Math.max(a, b), 0)
  return clamp(widest * 1.1, narrowestDomain, widestDomain)
}

export function ratioPlot(
  metric: MetricResult,
  generations: readonly Generation[],
  domain: number,
): Markup {
  const x = linear([-domain, domain], [inset, width - inset])
  const label =
    metric.change === null
      ? 'no pairs'
      : `head against base ${percentChange(metric.change.ratio - 1)}`
  return html`<svg
    class="ratio ${tone(metric.verdict)}"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="${metric.title}: ${label}"
  >
    ${band(metric, x, domain)}
    <line class="zero" x1="${x(0)}" y1="0" x2="${x(0)}" y2="${height}" />
    ${dots(metric, generations, x, domain)}${interval(metric, x, domain)}
  </svg>`
}

/** The axis once per table, above the plots. */
export function ratioAxis(domain: number): Markup {
  const x = linear([-domain, domain], [inset, width - inset])
  const marks = ticks(Math.exp(-domain) - 1, Math.exp(domain) - 1, 4).map(
    (value) =>
      html`<line
          class="tick"
          x1="${x(Math.log1p(value))}"
          y1="13"
          x2="${x(Math.log1p(value))}"
          y2="18"
        /><text x="${clamp(x(Math.log1p(value)), 16, width - 16)}" y="10"
          >${value === 0 ? '0' : percentChange(value).replace(/\.0+(?= )/, '')}</text
        >`,
  )
  return html`<svg class="ratio axis" viewBox="0 0 ${width} 18" aria-hidden="true">
    <line class="tick" x1="${inset}" y1="17.5" x2="${width - inset}" y2="17.5" />
    ${marks}
  </svg>`
}

function band(metric: MetricResult, x: Axis, domain: number): Markup | null {
  if (metric.smallestEffect === undefined || metric.smallestEffect <= 0) return null
  const left = x(clamp(-Math.log1p(metric.smallestEffect), -domain, domain))
  const right = x(clamp(Math.log1p(metric.smallestEffect), -domain, domain))
  return html`<rect
    class="band"
    x="${left}"
    y="0"
    width="${rounded(right - left)}"
    height="${height}"
    ><title>changes below ${percent(metric.smallestEffect)} do not matter</title></rect
  >`
}

function dots(
  metric: MetricResult,
  generations: readonly Generation[],
  x: Axis,
  domain: number,
): Markup[] {
  const y = linear([0, Math.max(1, generations.length - 1)], [dotsTop, dotsBottom])
  return logRatios(metric, generations).flatMap((value, index) => {
    if (value === null) return []
    const generation = generations[index]
    const dropped = generation?.dropped ?? null
    const title = `generation ${(generation?.index ?? index) + 1}: ${percentChange(Math.expm1(value))}${dropped === null ? '' : `, dropped: ${dropped}`}`
    const state = [dropped === null ? '' : 'dropped', Math.abs(value) > domain ? 'outside' : '']
    return [
      html`<circle
        class="dot ${state.join(' ')}"
        cx="${x(clamp(value, -domain, domain))}"
        cy="${y(index)}"
        r="2.6"
        ><title>${title}</title></circle
      >`,
    ]
  })
}

function interval(metric: MetricResult, x: Axis, domain: number): Markup | null {
  if (metric.change === null) return null
  const at = (value: number | null, open: number) =>
    x(clamp(value === null ? open : Math.log(value), -domain, domain))
  const { ratio, low, high, confidence } = metric.change
  if (!(ratio > 0)) return null
  const [left, right, centre] = [at(low, -domain), at(high, domain), at(ratio, 0)]
  const title = `${percent(confidence)} interval: ${low === null ? noValue : percentChange(low - 1)} to ${high === null ? noValue : percentChange(high - 1)}`
  const diamond = `${centre} ${intervalY - 5} ${rounded(centre + 5)} ${intervalY} ${centre} ${intervalY + 5} ${rounded(centre - 5)} ${intervalY}`
  return html`<g class="interval"
    ><title>${title}</title
    ><line x1="${left}" y1="${intervalY}" x2="${right}" y2="${intervalY}" /><line
      x1="${left}"
      y1="${intervalY - 3}"
      x2="${left}"
      y2="${intervalY + 3}" /><line
      x1="${right}"
      y1="${intervalY - 3}"
      x2="${right}"
      y2="${intervalY + 3}" /><polygon points="${diamond}"
  /></g>`
}

export function tone(verdict: Verdict): 'bad' | 'good' | 'unsure' | 'calm' {
  switch (verdict.kind) {
    case 'regressed':
    case 'missing':
      return 'bad'
    case 'improved':
      return 'good'
    case 'inconclusive':
    case 'invalid':
      return 'unsure'
    case 'equivalent':
    case 'new':
      return 'calm'
  }
}
