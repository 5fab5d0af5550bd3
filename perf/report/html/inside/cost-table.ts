import type { CostRow } from '../../evidence-rows.ts'
import { plural } from '../../numbers.ts'
import { rounded } from '../scale.ts'
import { html, type Markup } from '../markup.ts'

/**
 * What a function costs in both arms, with a bar for the difference; the first rows at once, the
 * rest folded.
 */
const rowsShown = 12
const rowsMost = 80
const barWidth = 130

export function costTable(rows: readonly CostRow[], head: string): Markup | null {
  if (rows.length === 0) return null
  const largest = rows.reduce((most, { size }) => Math.max(most, Math.abs(size)), 0)
  const table = (some: readonly CostRow[]) =>
    html`<div class="scroll">
      <table class="flow">
        <thead>
          <tr>
            <th>${head}</th>
            <th class="num">base</th>
            <th class="num">head</th>
            <th class="num">difference</th>
            <th></th>
          </tr>
        </thead>
        <tbody>
          ${some.map((row) => costRow(row, largest))}
        </tbody>
      </table>
    </div>`
  const rest = rows.slice(rowsShown, rowsMost)
  const left = rows.length - rowsMost
  return html`${table(rows.slice(0, rowsShown))}${
    rest.length > 0 &&
    html`<details>
      <summary>${plural(rest.length, 'function')} with smaller differences</summary>
      ${table(rest)}${left > 0 && html`<p class="note">${left} more in result.json</p>`}
    </details>`
  }`
}

const tones = { more: 'bad', less: 'good', noise: 'calm' } as const

function costRow(row: CostRow, largest: number): Markup {
  return html`<tr class="${tones[row.tone]}">
    <td class="name">
      <code>${row.name}</code>${row.touched && touchedChip}<small>${row.place}</small>
    </td>
    <td class="num" data-label="base">${row.base}</td>
    <td class="num" data-label="head">${row.head}</td>
    <td class="num change" data-label="difference">
      ${row.difference}${row.tone === 'noise' && html`<small>within noise</small>`}
    </td>
    <td class="plot">${differenceBar(row, largest)}</td>
  </tr> `
}

function differenceBar({ size, tone }: CostRow, largest: number): Markup {
  const middle = barWidth / 2
  const length = largest === 0 ? 0 : rounded((Math.abs(size) / largest) * (middle - 2))
  const start = size < 0 ? rounded(middle - length) : middle
  return html`<svg class="delta ${tone}" viewBox="0 0 ${barWidth} 14" aria-hidden="true">
    <line class="zero" x1="${middle}" y1="0" x2="${middle}" y2="14" />
    <rect x="${start}" y="2" width="${length}" height="10" rx="1.5" />
  </svg>`
}

export const touchedChip: Markup = html` <span class="chip touched">in this change</span>`
export const onlyFileChip: Markup = html` <span class="chip touched informs"
  >the only changed source file</span
>`
