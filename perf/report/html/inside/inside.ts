import type { ScenarioResult } from '../../../result/document.ts'
import type { ChangedLines } from '../../../result/evidence.ts'
import { costRows, samplingNoise } from '../../evidence-rows.ts'
import { html, type Markup } from '../markup.ts'
import { costTable } from './cost-table.ts'
import { executionTable } from './execution-table.ts'
import { flameGraph } from './flame-graph.ts'
import { instructionTable } from './instruction-table.ts'
import { planDiffs } from './plan-diff.ts'
import { schemaTable } from './schema-table.ts'
import { waitTables } from './wait-table.ts'

/** What was seen inside the two arms of a scenario, in passes of their own. */
export function inside(scenario: ScenarioResult, changed: ChangedLines | undefined): Markup | null {
  const { evidence } = scenario
  if (evidence === undefined) return null
  const { profiles, execution, retained, schema, plans, instructions, waits } = evidence
  const functions =
    profiles === undefined
      ? null
      : costTable(costRows(profiles.functions, 'us', changed, samplingNoise(profiles)), 'function')
  const kept = costTable(costRows(retained ?? [], 'bytes', changed), 'function')
  return html`${profiles !== undefined && flameGraph(profiles, changed)}${
    functions !== null &&
    html`<h3>CPU by function: its own lines, per operation</h3>
      ${functions}`
  }${executionTable(execution ?? [], changed)}${schemaTable(schema ?? [])}${planDiffs(plans ?? [])}${instructionTable(scenario, instructions, changed)}${
    kept !== null &&
    html`<h3>Memory that is allocated under load and kept, per operation</h3>
      ${kept}`
  }${waitTables(waits)}`
}

export const hasFlameGraph = ({ evidence }: ScenarioResult) =>
  (evidence?.profiles?.flame.stacks.length ?? 0) > 0
