import type { RunResult } from '../../result/document.ts'
import { plainText } from '../escape.ts'
import { environmentFacts, recap, repeatedText, revisionText } from '../facts.ts'
import { headlineOf } from '../headline.ts'
import { percent, plural } from '../numbers.ts'
import { noteTexts } from '../reading-notes.ts'
import { detectableTitle, type Row, rowsOf, unchangedRank } from '../rows.ts'
import { html, type Markup } from './markup.ts'
import { overviewWhys } from './why-section.ts'

/**
 * The parts around the scenarios: verdict, findings of all of them, machine, how to repeat the run.
 */
const mostFindings = 40

export function masthead(result: RunResult): Markup {
  const headline = headlineOf(result)
  return html`<header class="page">
    <div class="brand">
      <svg viewBox="0 0 18 24" aria-hidden="true">
        <line x1="9" y1="0" x2="9" y2="13" stroke-width="1.5" />
        <path d="M5 12h8l-4 11z" stroke="none" /></svg
      >Plumbline<span
        >${plainText(result.profile, 40)} profile · ${timeText(result.startedAt)} ·
        ${plainText(result.runId, 80)}</span
      >
    </div>
    <div class="verdict tone-${headline.tone}">
      <h1>${headline.text}</h1>
      <p>${revisionText(result.base)} → ${revisionText(result.head)}</p>
      <p>${recap(result, 'below')}</p>
      ${repeated(result)}${selfCheck(result)}${warnings(result)}
    </div>
  </header>`
}

/** "2026-11-21 06:15 UTC" where it is a time at all. */
function timeText(time: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.]*Z$/.exec(time)
  return match === null ? plainText(time, 40) : `${match[1]} ${match[2]} UTC`
}

function repeated(result: RunResult): Markup | null {
  const text = repeatedText(result)
  return text === null ? null : html`<p class="again">${text}</p>`
}

function selfCheck(result: RunResult): Markup | null {
  if (result.kind !== 'self-check') return null
  return html`<p>
    Base and head are the same tree: this run says what the machine can see. The detectable effect
    of a metric is how much slower head would have to be for this run to tell.
  </p>`
}

function warnings(result: RunResult): Markup | null {
  if (result.warnings.length === 0) return null
  const items = result.warnings
    .slice(0, 50)
    .map(
      ({ gate, message }) =>
        html`<li class="${gate ? 'bad' : 'unsure'}">
          ${gate && html`<strong>Fails the run: </strong>`}${message}
        </li>`,
    )
  return html`<ul class="problems">
    ${items}
  </ul>`
}

/** What is worth reading, over all scenarios, the worst first. */
export function findings(result: RunResult): Markup | null {
  const rows = rowsOf(result).filter((row) => row.rank < unchangedRank)
  if (rows.length === 0) return null
  const left = rows.length - mostFindings
  const notes = noteTexts(rows.slice(0, mostFindings))
  const isSelfCheck = result.kind === 'self-check'
  return html`<section>
    <h2>What stands out</h2>
    <div class="card">
      <div class="scroll">
        <table class="flow">
          <thead>
            <tr>
              <th>metric</th>
              <th class="num">base</th>
              <th class="num">head</th>
              <th class="num">change (${confidence(result)})</th>
              ${isSelfCheck && html`<th class="num">${detectableTitle}</th>`}
              <th>verdict</th>
            </tr>
          </thead>
          <tbody>
            ${rows.slice(0, mostFindings).map((row) => finding(row, isSelfCheck))}
          </tbody>
        </table>
      </div>
      ${left > 0 && html`<p class="note">${plural(left, 'more row')} below</p>`}${notes.map((text) => html`<p class="note">${text}</p>`)}${overviewWhys(result)}
    </div>
  </section>`
}

const tones: Readonly<Record<Row['verdictKind'], string>> = {
  regressed: 'bad',
  missing: 'bad',
  invalid: 'unsure',
  inconclusive: 'unsure',
  improved: 'good',
  new: 'calm',
  equivalent: 'calm',
}

function finding(row: Row, showDetectable: boolean): Markup {
  const name =
    row.kind === 'metric' || row.group === ''
      ? html`${row.title}`
      : row.total
        ? html`${row.group}, ${row.title}`
        : html`${row.group} <code>${row.title}</code>`
  const open = row.verdictKind === 'inconclusive' && !showDetectable
  const small = row.meaning ?? (open ? row.verdict.replace(/^inconclusive,? ?/, '') : null)
  return html`<tr class="${tones[row.verdictKind]}">
    <td class="name">${name}<small>${row.scenario}</small></td>
    <td class="num" data-label="base">${row.base}</td>
    <td class="num" data-label="head">${row.head}</td>
    <td class="num change" data-label="change">
      ${row.change}<small>${row.interval.replace(/^\(|\)$/g, '')}</small>
    </td>
    ${showDetectable && html`<td class="num" data-label="${detectableTitle}">${row.detectable}</td>`}
    <td class="wide">
      <span class="chip ${tones[row.verdictKind]} ${row.role === 'inform' && 'informs'}"
        >${row.verdictKind}</span
      >${small !== null && html`<small>${small}</small>`}
    </td>
  </tr> `
}

function confidence(result: RunResult): string {
  const levels = new Set(
    result.scenarios.flatMap(({ metrics }) =>
      metrics.flatMap(({ change }) => (change === null ? [] : [change.confidence])),
    ),
  )
  const [level] = levels
  return levels.size === 1 && level !== undefined
    ? `${percent(level).replace(/\.0+/, '')} interval`
    : 'interval'
}

export function runAndMachine(result: RunResult): Markup {
  const facts = environmentFacts(result).map(
    ({ label, value }) =>
      html`<dt>${label}</dt>
        <dd>${value}</dd>`,
  )
  return html`<section>
    <h2>Run and machine</h2>
    <div class="card">
      <dl>${facts}</dl>
      <h3>Run it again</h3>
      <pre>${result.reproduce}</pre>
    </div>
  </section>`
}
