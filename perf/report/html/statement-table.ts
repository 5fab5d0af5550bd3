import type { ScenarioResult } from '../../result/document.ts'
import { plainText } from '../escape.ts'
import { noValue, plural } from '../numbers.ts'
import { quantity } from '../quantity.ts'
import {
  countText,
  type Pair,
  type StatementChange,
  statementChanges,
} from '../statement-changes.ts'
import { html, type Markup } from './markup.ts'
import { rewordedFrom, statementMarkup } from './statement-diff.ts'

/**
 * Every statement with its calls, rows and time of both arms: those that changed at once, the rest
 * folded.
 */
const rowsMost = 100
const longestStatement = 1_500

type Line = StatementChange & { readonly word: 'new' | 'gone' | 'changed' | 'reworded' | 'same' }

export function statementTable(scenario: ScenarioResult): Markup | null {
  const lines = linesOf(scenario)
  if (lines.length === 0) return null
  const changed = lines.filter(({ word, us }) => word !== 'same' || isDearer(us))
  const rest = lines.filter((line) => !changed.includes(line))
  const left = changed.length - rowsMost
  return html`<h3>Statements</h3>
    ${changed.length > 0 && table(changed.slice(0, rowsMost), scenario)}${left > 0 && html`<p class="note">${plural(left, 'statement')} more in result.json</p>`}${
      rest.length > 0 &&
      html`<details>
        <summary>${plural(rest.length, 'statement')} as before</summary>
        ${table(rest.slice(0, rowsMost), scenario)}
      </details>`
    }`
}

/** A tenth more time is shown among what changed, with what it says and no verdict. */
const dearer = 1.1
const isDearer = (us: Pair | null) =>
  us !== null && us.base !== null && us.head !== null && us.head > us.base * dearer

/** A reworded statement is one line: its predecessor's figures are base's. */
function linesOf(scenario: ScenarioResult): Line[] {
  const changes = statementChanges(scenario)
  const gone = new Map(changes.filter(({ kind }) => kind === 'gone').map((one) => [one.text, one]))
  const predecessors = [...gone.values()].flatMap(({ counter }) => counter ?? [])
  const merged = new Set<string>()
  const lines = changes.map((change): Line => {
    const isNew = change.kind === 'new' && change.counter !== null
    const before = isNew ? rewordedFrom(change.counter, predecessors) : null
    const old = gone.get(before?.detail ?? '')
    if (old === undefined || merged.has(old.text)) return { ...change, word: change.kind }
    merged.add(old.text)
    const pair = (pick: (one: StatementChange) => Pair | null): Pair => ({
      base: pick(old)?.base ?? null,
      head: pick(change)?.head ?? null,
    })
    const us = change.us === null && old.us === null ? null : pair((one) => one.us)
    const calls = pair((one) => one.calls)
    const rows = pair((one) => one.rows)
    return { ...change, calls, rows, us, word: 'reworded' }
  })
  return lines.filter(({ text, word }) => word !== 'gone' || !merged.has(text))
}

function table(lines: readonly Line[], scenario: ScenarioResult): Markup {
  return html`<div class="scroll">
    <table class="flow statements">
      <thead>
        <tr>
          <th></th>
          <th class="num" colspan="2">calls</th>
          <th class="num" colspan="2">rows</th>
          <th class="num" colspan="2">time in Postgres</th>
        </tr>
        <tr>
          <th>statement, per operation</th>
          <th class="num">base</th>
          <th class="num">head</th>
          <th class="num">base</th>
          <th class="num">head</th>
          <th class="num">base</th>
          <th class="num">head</th>
        </tr>
      </thead>
      <tbody>
        ${lines.map((line) => row(line, scenario))}
      </tbody>
    </table>
  </div>`
}

const tones = { new: 'bad', gone: 'good', changed: 'unsure', reworded: 'unsure', same: 'calm' }

function row(line: Line, scenario: ScenarioResult): Markup {
  const { calls, rows, us, word, text, counter } = line
  const isDiff = word === 'reworded' || word === 'new' || word === 'gone'
  const code =
    (isDiff && counter !== null && statementMarkup(counter, scenario.counters)) ||
    html`<code class="statement">${plainText(text, longestStatement)}</code>`
  const time = us ?? { base: null, head: null }
  return html`<tr class="${tones[word]}">
    <td class="name">
      ${word !== 'same' && html`<span class="chip ${tones[word]}">${word}</span>`}${code}
    </td>
    ${cells('calls', calls, countText)}${cells('rows', rows, countText)}${cells('time', time, (value) => quantity(value, 'us'))}
  </tr> `
}

function cells(label: string, { base, head }: Pair, text: (value: number) => string): Markup {
  const side = (value: number | null) => (value === null ? noValue : text(value))
  return html`<td class="num" data-label="${label}, base">${side(base)}</td>
    <td class="num ${base !== head && 'differs'}" data-label="${label}, head">${side(head)}</td>`
}
