import type { ChangedLines, ExecutionChange } from '../../../result/evidence.ts'
import { type ExecutionRow, executionRows } from '../../evidence-rows.ts'
import { plural } from '../../numbers.ts'
import { html, type Markup } from '../markup.ts'
import { touchedChip } from './cost-table.ts'

/** Functions and code blocks that ran another number of times: counted, so without noise. */
const rowsShown = 20
const rowsMost = 200

export function executionTable(
  changes: readonly ExecutionChange[],
  changed: ChangedLines | undefined,
): Markup | null {
  if (changes.length === 0) return null
  const rows = executionRows(changes, changed)
  const rest = rows.slice(rowsShown, rowsMost)
  const left = rows.length - rowsMost
  return html`<h3>Code that ran another number of times, per operation</h3>
    ${table(rows.slice(0, rowsShown))}${
      rest.length > 0 &&
      html`<details>
        <summary>${plural(rest.length, 'place')} more</summary>
        ${table(rest)}${left > 0 && html`<p class="note">${left} more in result.json</p>`}
      </details>`
    }`
}

function table(rows: readonly ExecutionRow[]): Markup {
  return html`<div class="scroll">
    <table class="flow">
      <thead>
        <tr>
          <th>code</th>
          <th class="num">base</th>
          <th class="num">head</th>
          <th class="num">change</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(row)}
      </tbody>
    </table>
  </div>`
}

function row(change: ExecutionRow): Markup {
  return html`<tr class="${change.tone === 'more' ? 'bad' : 'good'}">
    <td class="name">
      <code>${change.source}</code>${change.touched && touchedChip}<small
        >${change.kind} in ${change.name}, ${change.place}</small
      >
    </td>
    <td class="num" data-label="base">${change.base}</td>
    <td class="num" data-label="head">${change.head}</td>
    <td class="num change" data-label="change">${change.change}</td>
  </tr> `
}
