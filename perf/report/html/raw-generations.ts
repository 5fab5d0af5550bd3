import type { Generation, ScenarioResult } from '../../result/document.ts'
import { plural } from '../numbers.ts'
import { quantity } from '../quantity.ts'
import { html, type Markup } from './markup.ts'

/** The figures that the judge read, as they were: order, identities, both arms. */
const mostGenerations = 200
const mostMetrics = 30

export function rawGenerations(scenario: ScenarioResult): Markup | null {
  if (scenario.generations.length === 0) return null
  const metrics = scenario.metrics.slice(0, mostMetrics)
  const shown = scenario.generations.slice(0, mostGenerations)
  const left = scenario.generations.length - shown.length
  const cells = (generation: Generation) =>
    metrics.map(
      ({ id, unit }) =>
        html`<td class="num">${quantity(generation.base[id], unit)}</td>
          <td class="num">${quantity(generation.head[id], unit)}</td>`,
    )
  return html`<details>
    <summary>Raw figures of ${plural(scenario.generations.length, 'generation')}</summary>
    <div class="scroll">
      <table class="raw">
        <thead>
          <tr>
            <th>#</th>
            <th>order</th>
            <th>slots base / head</th>
            ${metrics.map((metric) => html`<th class="num" colspan="2">${metric.title}</th>`)}
            <th>dropped</th>
          </tr>
          <tr>
            <th></th>
            <th></th>
            <th></th>
            ${metrics.map(
              () =>
                html`<th class="num">base</th>
                  <th class="num">head</th>`,
            )}
            <th></th>
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            (generation) =>
              html`<tr>
                <td>${generation.index + 1}</td>
                <td>${generation.order}</td>
                <td>${generation.slots.base} / ${generation.slots.head}</td>
                ${cells(generation)}
                <td>${generation.dropped ?? ''}</td>
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${left > 0 && html`<p class="note">${plural(left, 'generation')} more in result.json</p>`}
  </details>`
}
