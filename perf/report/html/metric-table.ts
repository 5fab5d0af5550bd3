import type { MetricResult, ScenarioResult } from '../../result/document.ts'
import { plural } from '../numbers.ts'
import { scaleFor } from '../quantity.ts'
import { noteTexts } from '../reading-notes.ts'
import { besideDetectable, detectableTitle, metricRow } from '../rows.ts'
import { verdictChip } from './chips.ts'
import { html, type Markup } from './markup.ts'
import { domainOf, ratioAxis, ratioPlot, tone } from './ratio-plot.ts'

const columnsNote =
  'Base and head: medians over all generations. Change: estimated from the pairs, head / base within one generation; it may point the other way.'

/** One line per metric with its plot; all plots of the table share an axis. */
export function metricTable(scenario: ScenarioResult, showDetectable: boolean): Markup | null {
  if (scenario.metrics.length === 0) return null
  const domain = domainOf(scenario.metrics, scenario.generations)
  const last = showDetectable ? detectableTitle : 'stored baseline'
  const notes = noteTexts(scenario.metrics.map((metric) => metricRow(scenario, metric)))
  return html`<h3>Metrics</h3>
    <div class="scroll">
      <table class="flow">
        <thead>
          <tr>
            <th>metric</th>
            <th class="num">base</th>
            <th class="num">head</th>
            <th class="num">change</th>
            <th class="plot">head / base, by generation${ratioAxis(domain)}</th>
            <th>${last}</th>
            <th>verdict</th>
          </tr>
        </thead>
        <tbody>
          ${scenario.metrics.map((metric) => row(scenario, metric, domain, showDetectable, last))}
        </tbody>
      </table>
    </div>
    <p class="key">
      <span><i class="k-dot"></i>one generation, the first on top</span
      ><span><i class="k-line"></i>interval with its estimate</span
      ><span><i class="k-band"></i>too small to matter</span>
    </p>
    <p class="note">${columnsNote}</p>
    ${notes.map((text) => html`<p class="note">${text}</p>`)}`
}

function row(
  scenario: ScenarioResult,
  metric: MetricResult,
  domain: number,
  showDetectable: boolean,
  last: string,
): Markup {
  const text = metricRow(scenario, metric)
  const verdict = showDetectable ? besideDetectable(text) : text.verdict
  const better = metric.better === 'higher' ? 'higher is better' : ''
  return html`<tr class="${tone(metric.verdict)}">
    <td class="name">${metric.title}${better !== '' && html`<small>${better}</small>`}</td>
    <td class="num" data-label="base">${text.base}${spread(metric, 'base')}</td>
    <td class="num" data-label="head">${text.head}${spread(metric, 'head')}</td>
    <td class="num change" data-label="change">
      ${text.change}<small>${text.interval.replace(/^\(|\)$/g, '')}</small>
    </td>
    <td class="plot">
      <div class="only-small">${ratioAxis(domain)}</div>
      ${ratioPlot(metric, scenario.generations, domain)}
    </td>
    <td class="stored" data-label="${last}">
      ${showDetectable ? text.detectable : stored(text.stored)}
    </td>
    <td class="wide">${verdictChip(metric.verdict, metric.role, verdict)}</td>
  </tr> `
}

/** "8.74 ms (−0.70 %, within its spread, 6 days)": the figure, and below it what it says. */
export function stored(text: string): Markup {
  const match = /^(.*?) \((.*)\)$/.exec(text)
  if (match === null) return html`${text}`
  return html`${match[1] ?? ''}<small>${match[2] ?? ''}</small>`
}

function spread(metric: MetricResult, arm: 'base' | 'head'): Markup | null {
  const summary = metric[arm]
  if (summary === null) return null
  const scale = scaleFor(metric.unit, metric.base?.median ?? summary.median)
  return html`<small title="interquartile range over ${plural(summary.n, 'generation')}"
    >IQR ${scale(summary.spread)}</small
  >`
}
