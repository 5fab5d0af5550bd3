import type { StatementPlan } from '../../../result/evidence.ts'
import { diffPieces } from '../../diff.ts'
import { plainLines, plainText } from '../../escape.ts'
import { plural } from '../../numbers.ts'
import { html, type Markup } from '../markup.ts'

/** Both plans side by side, lines that only one has marked, lines of both beside each other. */
const size = { lines: 120, columns: 240 }
const plansMost = 20
const longestStatement = 2_000

export function planDiffs(plans: readonly StatementPlan[]): Markup | null {
  const changed = plans.filter((plan) => plan.changed)
  const same = plans.length - changed.length
  if (plans.length === 0) return null
  const left = changed.length - plansMost
  return html`<h3>Plans</h3>
    ${changed.slice(0, plansMost).map(planDiff)}${left > 0 && html`<p class="note">${plural(left, 'changed plan')} more in result.json</p>`}${same > 0 && html`<p class="note">${same === 1 ? '1 statement is' : `${same} statements are`} planned as before.</p>`}`
}

function planDiff({ statement, base, head }: StatementPlan): Markup {
  const lines = (text: string | null) => (text === null ? ['(not run)'] : plainLines(text, size))
  const rows = aligned(lines(base), lines(head))
  return html`<div class="planned">
    <code class="statement">${plainText(statement, longestStatement)}</code>
    <div class="scroll">
      <table class="plan">
        <thead>
          <tr>
            <th>plan in base</th>
            <th>plan in head</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([left, right]) =>
              html`<tr>
                ${cell(left, right, 'gone')}${cell(right, left, 'new')}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
  </div>`
}

type Side = string | null

/** Equal lines on one row; between them what is gone beside what is new. */
export function aligned(base: readonly string[], head: readonly string[]): [Side, Side][] {
  const rows: [Side, Side][] = []
  let gone: string[] = []
  let added: string[] = []
  const flush = () => {
    const count = Math.max(gone.length, added.length)
    for (let index = 0; index < count; index += 1) {
      rows.push([gone[index] ?? null, added[index] ?? null])
    }
    gone = []
    added = []
  }
  for (const { kind, text } of diffPieces(base, head)) {
    if (kind === 'gone') gone.push(text)
    else if (kind === 'new') added.push(text)
    else {
      flush()
      rows.push([text, text])
    }
  }
  flush()
  return rows
}

/** Indentation is structure here, and text put into markup is trimmed: it goes in as a class. */
function cell(text: Side, other: Side, kind: 'gone' | 'new'): Markup {
  if (text === null) return html`<td class="none"></td>`
  const depth = Math.min(12, Math.floor((/^ */.exec(text)?.[0].length ?? 0) / 2))
  const mark = text === other ? '' : kind
  const inner =
    mark === ''
      ? html`${text}`
      : kind === 'gone'
        ? html`<del>${text}</del>`
        : html`<ins>${text}</ins>`
  return html`<td class="d${depth} ${mark}">${inner}</td>`
}
