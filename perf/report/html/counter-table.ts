import type { CounterResult, ScenarioResult } from '../../result/document.ts'
import { plural } from '../numbers.ts'
import { counterRow } from '../rows.ts'
import { verdictChip } from './chips.ts'
import { html, type Markup } from './markup.ts'
import { stored } from './metric-table.ts'
import { tone } from './ratio-plot.ts'
import { rewordedFrom, statementMarkup } from './statement-diff.ts'

/** The work of one operation, counted: what changed at once with its statement, the rest folded. */
const mostCounters = 400

export function counterTable(scenario: ScenarioResult): Markup | null {
  if (scenario.counters.length === 0) return null
  const changed = scenario.counters.filter(isFinding).sort((a, b) => size(b) - size(a))
  const rest = scenario.counters.filter((counter) => !isFinding(counter))
  return html`<h3>Work per operation, counted</h3>
    ${changed.length === 0 ? html`<p class="note">No exact counter changed.</p>` : table(changed, scenario, true)}
    ${
      rest.length > 0 &&
      html`<details>
        <summary>${plural(rest.length, 'counter')} unchanged or not exact</summary>
        ${table(rest, scenario, false)}
      </details>`
    }`
}

const isFinding = (counter: CounterResult) =>
  counter.exact ? counter.base !== counter.head : counter.verdict.kind === 'regressed'
const size = (counter: CounterResult) => Math.abs((counter.head ?? 0) - (counter.base ?? 0))

function table(
  counters: readonly CounterResult[],
  scenario: ScenarioResult,
  isOpen: boolean,
): Markup {
  const left = counters.length - mostCounters
  return html`<div class="scroll">
      <table class="flow">
        <thead>
          <tr>
            <th>counter</th>
            <th class="num">base</th>
            <th class="num">head</th>
            <th class="num">change</th>
            <th>stored baseline</th>
            <th>verdict</th>
          </tr>
        </thead>
        <tbody>
          ${counters.slice(0, mostCounters).map((counter) => row(counter, scenario, isOpen))}
        </tbody>
      </table>
    </div>
    ${left > 0 && html`<p class="note">${plural(left, 'counter')} more in result.json</p>`}`
}

function row(counter: CounterResult, scenario: ScenarioResult, isOpen: boolean): Markup {
  const text = counterRow(scenario, counter)
  const reworded = rewordedFrom(counter, scenario.counters)
  const meaning = reworded === null ? text.meaning : 'A statement of base that was reworded.'
  const statement = isOpen ? statementMarkup(counter, scenario.counters) : null
  return html`<tr class="${tone(counter.verdict)}">
    <td class="name">
      ${counter.group}
      ${statement === null && html`<code>${counter.detail ?? counter.title}</code>`}${meaning !== null && html`<small>${meaning}</small>`}${statement}
    </td>
    <td class="num" data-label="base">${text.base}</td>
    <td class="num" data-label="head">${text.head}</td>
    <td class="num change" data-label="change">${text.change}<small>${text.interval}</small></td>
    <td class="stored" data-label="stored baseline">${stored(text.stored)}</td>
    <td class="wide">${verdictChip(counter.verdict, counter.role, true)}</td>
  </tr> `
}
