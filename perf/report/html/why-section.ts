import type { RunResult, ScenarioResult } from '../../result/document.ts'
import { placeText } from '../code-place.ts'
import { plainText } from '../escape.ts'
import { busiestText } from '../evidence-rows.ts'
import { plural } from '../numbers.ts'
import { type Reason, whyOf, whysOf } from '../reasons.ts'
import { onlyFileChip, touchedChip } from './inside/cost-table.ts'
import { html, htmlLines, type Markup } from './markup.ts'

/** The likely causes of a regression: at the top of the page the first, in its scenario all. */
const notFound = html`<p class="note">No likely cause was found in what was looked at.</p>`
const blockSize = { lines: 60, columns: 2_000 }

export function overviewWhys(result: RunResult): Markup | null {
  const whys = whysOf(result)
  if (whys.length === 0) return null
  const parts = whys.map(({ scenario, strong, weaker }) => {
    const [first, ...others] = strong
    const left = others.length + weaker.length
    return html`<h3>Why ${plainText(scenario, 80)} regressed</h3>
      ${first === undefined ? notFound : html`<div class="causes">${reasonMarkup(first, false)}</div>`}${left > 0 && html`<p class="note">${plural(left, 'cause')} more below</p>`}`
  })
  return html`${parts}`
}

export function whySection(scenario: ScenarioResult): Markup | null {
  const why = whyOf(scenario)
  if (why === null) return null
  const { strong, weaker, unexplained } = why
  const busiest = scenario.evidence?.waits && busiestText(scenario.evidence.waits)
  return html`<h3>Why it regressed</h3>
    ${
      strong.length === 0
        ? notFound
        : html`<ol class="causes">
            ${strong.map((reason) => reasonItem(reason))}
          </ol>`
    }${
      weaker.length > 0 &&
      html`<details>
        <summary>${plural(weaker.length, 'weaker cause')}</summary>
        <ol class="causes" start="${strong.length + 1}">
          ${weaker.map((reason) => reasonItem(reason))}
        </ol>
      </details>`
    }${unexplained !== null && html`<p class="note">${unexplained}</p>`}${typeof busiest === 'string' && html`<p class="note">Busiest under load in head: ${busiest}.</p>`}`
}

const reasonItem = (reason: Reason) => html`<li>${reasonMarkup(reason, true)}</li> `

function reasonMarkup(reason: Reason, isWhole: boolean): Markup {
  const { title, code, detail, place, touched, onlyChangedFile, weight } = reason
  const named = place === null ? '' : placeText(place)
  const where = title.includes(named) ? '' : named
  return html`<p>${title}</p>
    <p class="chips">
      ${weight !== null && html`<span class="chip bad">${weight}</span>`}${touched && touchedChip}${onlyChangedFile && onlyFileChip}${where !== '' && html`<code>${where}</code>`}
    </p>
    ${isWhole && code !== null && html`<code class="statement">${code}</code>`}${
      isWhole &&
      detail !== null &&
      html`<details>
        <summary>In full</summary>
        <pre>${htmlLines(detail, blockSize)}</pre>
      </details>`
    } `
}
