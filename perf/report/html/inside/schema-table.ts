import type { SchemaChange } from '../../../result/evidence.ts'
import { plainText } from '../../escape.ts'
import { plural } from '../../numbers.ts'
import { html, type Markup } from '../markup.ts'

/** Indexes, triggers, constraints, columns that the migrations of one arm made otherwise. */
const rowsMost = 40

export function schemaTable(changes: readonly SchemaChange[]): Markup | null {
  if (changes.length === 0) return null
  const left = changes.length - rowsMost
  return html`<h3>Changes of the schema</h3>
    ${changes.slice(0, rowsMost).map(change)}${left > 0 && html`<p class="note">${plural(left, 'change')} more in result.json</p>`}`
}

function change({ kind, table, name, base, head }: SchemaChange): Markup {
  const [word, tone] =
    base === null ? ['new', 'bad'] : head === null ? ['gone', 'bad'] : ['changed', 'unsure']
  return html`<div class="cause">
    <span class="chip ${tone ?? ''}">${word ?? ''}</span> ${kind} ${name} of
    ${table}${base !== null && html`<code class="statement"><del>${plainText(base, 1_000)}</del></code>`}${head !== null && html`<code class="statement"><ins>${plainText(head, 1_000)}</ins></code>`}
  </div>`
}
