import type { ScenarioResult } from '../../result/document.ts'
import type { ChangedLines } from '../../result/evidence.ts'
import type { LoadSummary } from '../../result/circumstances.ts'
import { plainText } from '../escape.ts'
import { failureCount } from '../facts.ts'
import { exact, plural, significant } from '../numbers.ts'
import { isDuration, quantity } from '../quantity.ts'
import { statusChip, tallyChips } from './chips.ts'
import { counterTable } from './counter-table.ts'
import { generationPlot } from './generation-plot.ts'
import { inside } from './inside/inside.ts'
import { html, type Markup } from './markup.ts'
import { metricTable } from './metric-table.ts'
import { rawGenerations } from './raw-generations.ts'
import { whySection } from './why-section.ts'

/** Everything about one scenario. */
export function scenarioSection(
  scenario: ScenarioResult,
  showDetectable: boolean,
  changed?: ChangedLines,
): Markup {
  const { status } = scenario
  const reason = status.kind === 'failed' || status.kind === 'invalid' ? status.reason : null
  return html`<section>
    <h2>${plainText(scenario.name, 80)} ${statusChip(scenario)}${tallyChips(scenario)}</h2>
    <p class="lead">${scenario.title}</p>
    <div class="card long">
      ${
        reason !== null &&
        html`<ul class="problems ${status.kind === 'failed' ? 'bad' : 'unsure'}">
          <li>${reason}</li>
        </ul>`
      }
      ${status.kind === 'missing' && html`<p>A baseline knows this scenario, and this run did not run it.</p>`}
      ${invariants(scenario)}${whySection(scenario)}${metricTable(scenario, showDetectable)}${counterTable(scenario)}${inside(scenario, changed)}${durations(scenario)}${load(scenario)}${warmUp(scenario)}${rawGenerations(scenario)}
    </div>
  </section> `
}

function invariants(scenario: ScenarioResult): Markup | null {
  if (scenario.invariants.length === 0) return null
  const broken = scenario.invariants.filter((invariant) => invariant.violations > 0)
  const kept = scenario.invariants.filter((invariant) => invariant.violations === 0)
  const names = [...new Set(kept.map((invariant) => invariant.title))].slice(0, 50)
  return html`<h3>Invariants</h3>
    ${
      broken.length > 0 &&
      html`<ul class="problems bad">
        ${broken
          .slice(0, 50)
          .map(
            ({ title, arm, violations, sample, id }) =>
              html`<li>
                <strong>${title}</strong> – ${plural(violations, 'violation')} in ${arm}
                <small class="note">${id}</small
                >${sample.slice(0, 5).map((each) => html`<code class="statement">${plainText(each, 400)}</code>`)}
              </li>`,
          )}
      </ul>`
    }${kept.length > 0 && html`<p class="note">${plural(kept.length, 'check')} kept after the load, in base and head: ${names.join('; ')}</p>`}`
}

function durations(scenario: ScenarioResult): Markup | null {
  const plots = scenario.metrics
    .filter((metric) => isDuration(metric.unit))
    .flatMap((metric) => generationPlot(metric, scenario.generations) ?? [])
  if (plots.length === 0) return null
  return html`<h3>Generation by generation</h3>
    <div class="plots">${plots}</div>
    <p class="key">
      <span><i class="k-base"></i>base</span><span><i></i>head</span>
    </p>`
}

function load(scenario: ScenarioResult): Markup | null {
  if (scenario.load === null) return null
  const { base, head } = scenario.load
  const line = (label: string, text: (load: LoadSummary) => string) =>
    html`<tr>
      <td>${label}</td>
      <td class="num">${text(base)}</td>
      <td class="num">${text(head)}</td>
    </tr>`
  return html`<h3>Load and its generator</h3>
    <div class="scroll">
      <table class="narrow">
        <thead>
          <tr>
            <th></th>
            <th class="num">base</th>
            <th class="num">head</th>
          </tr>
        </thead>
        <tbody>
          ${line('offered', (load) => `${significant(load.offeredPerSecond)} /s`)}${line('achieved', (load) => `${significant(load.achievedPerSecond)} /s`)}${line('failed requests', failures)}${line('generator CPU', (load) => `${significant(load.generatorCpuCores)} cores`)}${line('dispatch lag p99', (load) => quantity(load.dispatchLagMsP99, 'ms'))}${line('event-loop delay p99', (load) => quantity(load.eventLoopDelayMsP99, 'ms'))}${line('longest queue', (load) => exact(load.longestQueue))}
        </tbody>
      </table>
    </div>`
}

function warmUp({ warmUp: found }: ScenarioResult): Markup | null {
  if (found === undefined) return null
  const work = `Each process was warmed up by ${plural(found.operations, 'journey')}`
  return html`<p class="note">
    ${found.isFlat ? `${work}; their cost was flat by then.` : `${work}, its limit; their cost was still falling.`}
  </p>`
}

function failures(load: LoadSummary): string {
  const kinds = Object.entries(load.failures)
    .filter(([, count]) => count > 0)
    .slice(0, 6)
  if (kinds.length === 0) return 'none'
  return `${exact(failureCount(load))} (${kinds.map(([kind, count]) => `${plainText(kind, 40)} ${exact(count)}`).join(', ')})`
}
