import { markdownTable } from 'markdown-table'
import { markdownCode, markdownText } from '../../report/escape.ts'
import type { ShapeResult } from '../document.ts'
import { findingLines } from './findings.ts'
import { growthTable, heldTable } from './growth.ts'
import { circumstanceLines, headline } from './headline.ts'
import {
  coresTable,
  eventTable,
  failureTable,
  invariantLines,
  ladderTable,
  loadTable,
  mixTable,
  objectiveTable,
  type TextTable,
  volumeTable,
} from './tables.ts'

/** The report of a run for a job summary or a pull request. */
export function renderShapeMarkdown(result: ShapeResult): string {
  const mark = result.outcome === 'passed' ? '🟢' : result.outcome === 'invalid' ? '⚪' : '🔴'
  const tables = [
    ladderTable(result),
    growthTable(result),
    heldTable(result),
    loadTable(result),
    eventTable(result),
    objectiveTable(result),
    failureTable(result.load),
    mixTable(result),
    volumeTable(result),
    coresTable(result),
  ]
  const found = findingLines(result)
  const list = (lines: readonly string[]) => lines.map((line) => `- ${markdownText(line.trim())}`)
  return `${[
    `### ${mark} ${markdownText(headline(result))}`,
    '',
    ...list([...result.reasons, ...result.warnings]),
    ...circumstanceLines(result).map((line) => `\n${markdownText(line.trim())}  `),
    ...(found.length === 0 ? [] : ['', '#### Found', '', ...list(found)]),
    ...tables.flatMap(tableText),
    '',
    '#### Oracles',
    '',
    ...list(invariantLines(result)),
    '',
    markdownCode(result.reproduce),
  ].join('\n')}\n`
}

function tableText({ title, head, rows, note }: TextTable): string[] {
  if (rows.length === 0) return []
  const cells = [head, ...rows].map((row) => row.map((cell) => markdownText(cell)))
  const align = head.map((_, column) => (column === 0 ? 'l' : 'r'))
  const below = note === undefined ? [] : ['', markdownText(note)]
  return ['', `#### ${title}`, '', markdownTable(cells, { align }), ...below]
}
