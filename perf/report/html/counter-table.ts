import type { CounterResult, ScenarioResult } from '../../result/document.ts'
import { statementChanges } from '../statement-changes.ts'
import { hasChanged, type WorkChange, workChanges } from '../work-changes.ts'
import { isTotal } from '../../result/counter-id.ts'
import { plural } from '../numbers.ts'
import { counterRow } from '../rows.ts'
import { verdictChip } from './chips.ts'
import { html, type Markup } from './markup.ts'
import { stored } from './metric-table.ts'
import { tone } from './ratio-plot.ts'
import { rewordedFrom, statementMarkup } from './statement-diff.ts'
import { statementTable } from './statement-table.ts'

/**
 * The work of one operation, counted: the totals that gate, what changed with its statement, the
 * rest folded.
 */
const mostCounters = 400
const mostCauses = 60

export function counterTable(scenario: ScenarioResult): Markup | null {
  if (scenario.counters.length === 0) return null
  const totals = scenario.counters.filter((counter) => isTotal(counter) || counter.role === 'gate')
  const rest = scenario.counters.filter((counter) => !totals.includes(counter))
  const statements = statementTable(scenario)
  const told = new Set(
    statementChanges(scenario).flatMap(({ kind, text }) => (kind === 'same' ? [] : [text])),
  )
  const changes = workChanges(scenario)
  const others = changes.filter(({ text }) => !told.has(text))
  const left = others.length - mostCauses
  return html`<h3>Work per operation, counted</h3>
    ${totals.length > 0 && table(totals, scenario)}${unchanged(scenario)}${others.slice(0, mostCauses).map((cause) => causeCard(cause, scenario))}${left > 0 && html`<p class="note">${plural(left, 'change')} more in result.json</p>`}${statements}
    ${
      rest.length > 0 &&
      html`<details>
        <summary>${plural(rest.length, 'single counter')}</summary>
        ${table(rest, scenario)}
      </details>`
    }`
}

/** Only where no total did, either: those stand in the table above. */
function unchanged({ counters }: ScenarioResult): Markup | null {
  if (counters.some((counter) => counter.exact && hasChanged(counter))) return null
  return html`<p class="note">No exact counter changed.</p>`
}

function causeCard(cause: WorkChange, scenario: ScenarioResult): Markup {
  const reworded = rewordedFrom(cause.counter, scenario.counters)
  const meaning = reworded === null ? cause.meaning : 'A statement of base that was reworded.'
  const changes = cause.changes.map(
    (change) => html`<span class="chip ${tone(cause.counter.verdict)}">${change}</span>`,
  )
  const text =
    statementMarkup(cause.counter, scenario.counters) ??
    html`<code class="statement">${cause.text}</code>`
  return html`<div class="cause">
    <span class="chips">${changes}</span
    >${meaning !== null && html`<p class="note">${meaning}</p>`}${text}
  </div>`
}

function table(counters: readonly CounterResult[], scenario: ScenarioResult): Markup {
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
          ${counters.slice(0, mostCounters).map((counter) => row(counter, scenario))}
        </tbody>
      </table>
    </div>
    ${left > 0 && html`<p class="note">${plural(left, 'counter')} more in result.json</p>`}`
}

function row(counter: CounterResult, scenario: ScenarioResult): Markup {
  const text = counterRow(scenario, counter)
  const name = isTotal(counter)
    ? html`<small>${counter.title}</small>`
    : html`<code>${counter.detail ?? counter.title}</code>`
  return html`<tr class="${tone(counter.verdict)}">
    <td class="name">${counter.group} ${name}</td>
    <td class="num" data-label="base">${text.base}</td>
    <td class="num" data-label="head">${text.head}</td>
    <td class="num change" data-label="change">
      ${text.change}<small>${text.interval.replace(/^\(|\)$/g, '')}</small>
    </td>
    <td class="stored" data-label="stored baseline">${stored(text.stored)}</td>
    <td class="wide">${verdictChip(counter.verdict, counter.role, text.verdict)}</td>
  </tr> `
}
