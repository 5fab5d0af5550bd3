import type { ScenarioResult } from '../../../result/document.ts'
import type { ChangedLines, Instructions } from '../../../result/evidence.ts'
import { costRows, type InstructionRow, instructionRows } from '../../evidence-rows.ts'
import { verdictChip } from '../chips.ts'
import { html, type Markup } from '../markup.ts'
import { tone } from '../ratio-plot.ts'
import { costTable } from './cost-table.ts'

/**
 * Instructions per operation of each process, and the functions that account for the difference.
 */
export function instructionTable(
  scenario: ScenarioResult,
  instructions: Instructions | undefined,
  changed: ChangedLines | undefined,
): Markup | null {
  if (instructions === undefined) return null
  if (instructions.kind === 'skipped') {
    return html`<h3>Instructions per operation</h3>
      <p class="note">This gate did not run: ${instructions.reason}</p>`
  }
  const rows = instructionRows(scenario, instructions.readings)
  return html`<h3>Instructions per operation</h3>
    <div class="scroll">
      <table class="flow">
        <thead>
          <tr>
            <th>process</th>
            <th class="num">base</th>
            <th class="num">head</th>
            <th class="num">change</th>
            <th class="num">tolerance</th>
            <th>verdict</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(processRow)}
        </tbody>
      </table>
    </div>
    <p class="note">Counted under ${instructions.tools}.</p>
    ${instructions.readings
      .map(
        ({ process, functions }, index) =>
          functions.length > 0 &&
          html`<details>
            <summary>
              Functions of ${rows[index]?.title ?? process} by their own instructions
            </summary>
            ${costTable(costRows(functions, '', changed), 'function')}
          </details>`,
      )
      .filter((part) => part !== false)}`
}

function processRow(row: InstructionRow): Markup {
  const { counter } = row
  return html`<tr class="${counter === null ? 'calm' : tone(counter.verdict)}">
    <td class="name">${row.title}</td>
    <td class="num" data-label="base">${row.base}</td>
    <td class="num" data-label="head">${row.head}</td>
    <td class="num change" data-label="change">${row.change}</td>
    <td class="num" data-label="tolerance">${row.tolerance}</td>
    <td class="wide">
      ${counter === null ? '–' : verdictChip(counter.verdict, counter.role, row.verdict)}
    </td>
  </tr> `
}
