import {
  columns,
  ink,
  pad,
  terminalText,
  type TerminalOptions,
} from '../../report/terminal-style.ts'
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

/** The terminal summary of a run. */
export function renderShapeTerminal(result: ShapeResult, options: TerminalOptions): string {
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
  const text = (line: string) => terminalText(line, options, longestLine)
  const color = result.outcome === 'passed' ? 'green' : 'red'
  const lines = [
    '',
    ink(result.title, 'bold', options),
    ...circumstanceLines(result).map((line) => `  ${text(line)}`),
    ...tables.flatMap((table) => tableLines(table, options)),
    ...section('Found', findingLines(result).map(text), options),
    '',
    ink('Oracles', 'bold', options),
    ...invariantLines(result).map((line) => `  ${text(line)}`),
    '',
    ...result.warnings.map((warning) => ink(text(warning), 'yellow', options)),
    ...result.reasons.map((reason) => ink(text(reason), 'red', options)),
    ink(text(headline(result)), color, options),
  ]
  return lines.join('\n')
}

const longestLine = 1_000

function section(title: string, lines: readonly string[], options: TerminalOptions): string[] {
  if (lines.length === 0) return []
  return ['', ink(title, 'bold', options), ...lines.map((line) => `  ${line}`)]
}

function tableLines(table: TextTable, options: TerminalOptions): string[] {
  const { title, head } = table
  const rows = table.rows.map((row) => row.map((cell) => terminalText(cell, options)))
  if (rows.length === 0) return []
  const widths = head.map((name, column) =>
    Math.max(columns(name), ...rows.map((row) => columns(row[column] ?? ''))),
  )
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => pad(cell, widths[column] ?? 0, column === 0 ? 'left' : 'right')).join('  ')}`.trimEnd()
  const note =
    table.note === undefined
      ? []
      : [ink(`  ${terminalText(table.note, options, longestLine)}`, 'dim', options)]
  const heading = [ink(title, 'bold', options), ink(line(head), 'dim', options)]
  return ['', ...heading, ...rows.map(line), ...note]
}
