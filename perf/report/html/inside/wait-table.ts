import type { ScenarioEvidence, Waits } from '../../../result/evidence.ts'
import { placeText } from '../../code-place.ts'
import { plainText } from '../../escape.ts'
import {
  delayRows,
  fullLeast,
  type PairRow,
  postgresWaitRows,
  queueRows,
  resourceRows,
  type ShareRow,
} from '../../evidence-rows.ts'
import { exact, noValue, percent } from '../../numbers.ts'
import { quantity } from '../../quantity.ts'
import { html, type Markup } from '../markup.ts'
import { clamp, rounded } from '../scale.ts'

/** What was waited for under load, and how busy each resource was. */
const rowsMost = 20
const meterWidth = 120

export function waitTables(waits: ScenarioEvidence['waits']): Markup | null {
  if (waits === undefined) return null
  const sessions = postgresWaitRows(waits).slice(0, rowsMost)
  return html`<h3>Waiting, and what is full</h3>
    <div class="sides">
      ${resources(resourceRows(waits))}${pairTable('delay', [...delayRows(waits), ...queueRows(waits).slice(0, rowsMost).map(asQueue)])}
    </div>
    ${sessions.length > 0 && sessionTable(sessions)}${loopBlocks(waits.head, 'head')}${loopBlocks(waits.base, 'base')}`
}

const asQueue = (row: PairRow): PairRow => ({ ...row, label: `mean length of ${row.label}` })

function resources(rows: readonly ShareRow[]): Markup | null {
  if (rows.length === 0) return null
  const [first] = rows
  return html`<div class="scroll">
    <table class="narrow">
      <thead>
        <tr>
          <th>resource, the busiest first</th>
          <th class="num">base</th>
          <th class="num">head</th>
          <th></th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr class="${row === first && 'first'}">
              <td>${row.label}</td>
              <td class="num">${share(row.base)}</td>
              <td class="num">${share(row.head)}</td>
              <td>${meter(row)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="note">
      Each of its own capacity: CPU of all cores, Redis and a single process of one core, the pool
      of its connections. The load does not rise meanwhile, so this shows what is full first when it
      does, not what was.
    </p>
  </div>`
}

const share = (value: number | null) => (value === null ? noValue : percent(value))

/** Head as a bar, base as a line across it. */
function meter({ base, head }: ShareRow): Markup {
  const at = (value: number | null) => rounded(clamp(value ?? 0, 0, 1) * meterWidth)
  const isFull = (head ?? 0) >= fullLeast && 'full'
  return html`<svg class="meter" viewBox="0 0 ${meterWidth} 12" aria-hidden="true">
    <rect class="room" width="${meterWidth}" height="12" rx="2" />
    <rect class="used ${isFull}" width="${at(head)}" height="12" rx="2" />
    <line x1="${at(base)}" y1="0" x2="${at(base)}" y2="12" />
  </svg>`
}

function pairTable(label: string, rows: readonly PairRow[]): Markup {
  return html`<div class="scroll">
    <table class="narrow">
      <thead>
        <tr>
          <th>${label}</th>
          <th class="num">base</th>
          <th class="num">head</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <td>${row.label}</td>
              <td class="num">${row.base}</td>
              <td class="num">${row.head}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

function sessionTable(rows: ReturnType<typeof postgresWaitRows>): Markup {
  return html`<div class="scroll">
    <table class="flow">
      <thead>
        <tr>
          <th>Postgres session waiting for</th>
          <th class="num">base</th>
          <th class="num">head</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ event, statement, base, head }) =>
            html`<tr>
              <td class="name">
                ${event}<small><code>${plainText(statement, 300)}</code></small>
              </td>
              <td class="num" data-label="base">${exact(base)}</td>
              <td class="num" data-label="head">${exact(head)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="note">As often as a session was seen waiting.</p>
  </div>`
}

function loopBlocks({ blocks: found = [] }: Waits, arm: 'base' | 'head'): Markup | null {
  if (found.length === 0) return null
  const items = found.map(
    ({ place, ms }) =>
      html`<li>
        <code>${place.function}</code> ${quantity(ms, 'ms')}<small class="note"
          >${placeText(place)}</small
        >
      </li>`,
  )
  return html`<p class="note">Kept the event loop of ${arm} to itself longest:</p>
    <ul class="problems unsure">
      ${items}
    </ul>`
}
