import type { ScenarioResult, Verdict } from '../../result/document.ts'
import { html, type Markup } from './markup.ts'
import { tone } from './ratio-plot.ts'

/** `text` is the verdict in words: the chip has its first part, what follows stands below. */
export function verdictChip(verdict: Verdict, role: 'gate' | 'inform', text: string): Markup {
  const [first = '', ...rest] = text.replace(' (informs only)', '').split(/, |: /)
  const small = [...rest, ...(role === 'inform' ? ['informs only'] : []), ...probability(verdict)]
  return html`<span class="chip ${tone(verdict)} ${role === 'inform' && 'informs'}">${first}</span
    >${small.length > 0 && html`<small>${small.join(', ')}</small>`}`
}

function probability(verdict: Verdict): string[] {
  if ((verdict.kind !== 'regressed' && verdict.kind !== 'improved') || verdict.pValue === null)
    return []
  return [verdict.pValue < 0.0001 ? 'p below 0.0001' : `p ${Number(verdict.pValue.toPrecision(2))}`]
}

const statusTones = { measured: 'good', failed: 'bad', invalid: 'unsure', missing: 'bad' } as const

export function statusChip(scenario: ScenarioResult): Markup {
  const { kind } = scenario.status
  return html`<span class="chip ${statusTones[kind]}">${kind}</span>`
}

/** How many gates of a scenario came out how, the worst first. */
export function tallyChips(scenario: ScenarioResult): Markup {
  const order: readonly Verdict['kind'][] = [
    'regressed',
    'missing',
    'invalid',
    'inconclusive',
    'improved',
    'new',
    'equivalent',
  ]
  const gates = [...scenario.metrics, ...scenario.counters].filter((item) => item.role === 'gate')
  const chips = order.flatMap((kind) => {
    const found = gates.filter((item) => item.verdict.kind === kind)
    const [first] = found
    return first === undefined
      ? []
      : [html`<span class="chip ${tone(first.verdict)}">${found.length} ${kind}</span>`]
  })
  return html`<span class="chips">${chips}</span>`
}
