import type { RunResult, Verdict } from '../result/document.ts'
import { detectableTitle, type Row, unchangedRank } from './rows.ts'
import {
  clip,
  columns,
  ellipsisOf,
  type Ink,
  ink,
  pad,
  type TerminalOptions,
  terminalText,
} from './terminal-style.ts'
import { shortenApart } from './shorten.ts'

/**
 * The table of a run, as wide as the terminal: the metric's name gives way first, then the interval
 * and the stored baseline; in a terminal too narrow for a table each row becomes two lines.
 */
const leastNameWidth = 22
const nameLength = 160
const gap = '  '

type Column = {
  readonly title: string
  readonly align: 'left' | 'right'
  /** Columns with a higher number are dropped first; 0 always stays. */
  readonly drop: number
  readonly text: (row: Row) => string
}

const inks: Readonly<Record<Verdict['kind'], Ink>> = {
  regressed: 'red',
  missing: 'red',
  invalid: 'yellow',
  inconclusive: 'yellow',
  improved: 'green',
  new: 'blue',
  equivalent: 'dim',
}

/** The rows that the table has room for. */
export const tableRows = (rows: readonly Row[]) =>
  rows.filter((row) => row.kind === 'metric' || row.rank < unchangedRank)

export function renderTable(
  rows: readonly Row[],
  result: RunResult,
  options: TerminalOptions,
): string[] {
  const shown = tableRows(rows)
  if (shown.length === 0) return []
  const text = (value: string) => terminalText(value, options, 80)
  const names = shown.map((row) =>
    terminalText(
      [row.scenario, row.group, row.title].filter((part) => part !== '').join(' '),
      options,
      nameLength,
    ),
  )
  const different = new Set(names).size
  const all = columnsOf(result)
  for (let level = 3; level >= 0; level -= 1) {
    const kept = all.filter((column) => column.drop <= level)
    const widths = kept.map((column) =>
      Math.max(columns(column.title), ...shown.map((row) => columns(text(column.text(row))))),
    )
    const taken = widths.reduce((sum, width) => sum + width + gap.length, 0)
    const nameWidth = Math.min(
      (options.tableWidth ?? options.width) - taken,
      Math.max(6, ...names.map(columns)),
    )
    if (nameWidth < leastNameWidth) continue
    const short = shortenApart(names, nameWidth, ellipsisOf(options))
    // Two rows that read the same are worse than a column less.
    if (level > 0 && new Set(short).size < different) continue
    const line = (first: string, cells: readonly string[]) =>
      [pad(first, nameWidth, 'left'), ...cells].join(gap).trimEnd()
    const head = line(
      'metric',
      kept.map((column, index) => pad(column.title, widths[index] ?? 0, column.align)),
    )
    const body = shown.map((row, at) => {
      const cells = kept.map((column, index) => {
        const cell = pad(text(column.text(row)), widths[index] ?? 0, column.align)
        return column.title === 'verdict'
          ? ink(cell.trimEnd(), inks[row.verdictKind], options)
          : cell
      })
      return line(short[at] ?? '', cells)
    })
    return [ink(head, 'bold', options), ...body]
  }
  const short = shortenApart(names, options.width, ellipsisOf(options))
  return shown.flatMap((row, at) => stacked(row, short[at] ?? '', text, options))
}

function columnsOf(result: RunResult): Column[] {
  const isSelfCheck = result.kind === 'self-check'
  return [
    { title: 'base', align: 'right', drop: 1, text: (row) => row.base },
    { title: 'head', align: 'right', drop: 1, text: (row) => row.head },
    { title: 'change', align: 'right', drop: 0, text: (row) => row.change },
    {
      title: 'interval',
      align: 'left',
      drop: 2,
      text: (row) => row.interval.replace(/^\(|\)$/g, ''),
    },
    isSelfCheck
      ? { title: detectableTitle, align: 'right', drop: 1, text: (row) => row.detectable }
      : { title: 'stored', align: 'left', drop: 3, text: (row) => row.stored },
    { title: 'verdict', align: 'left', drop: 0, text: shortVerdict },
  ]
}

/** A row that decides nothing must not read like one that fails the run. */
function shortVerdict({ role, verdictKind }: Row): string {
  return role === 'inform' && verdictKind === 'regressed' ? `${verdictKind} (informs)` : verdictKind
}

function stacked(
  row: Row,
  name: string,
  text: (value: string) => string,
  options: TerminalOptions,
): string[] {
  const numbers = text(`${row.base} → ${row.head} ${row.change}`)
  const short = shortVerdict(row)
  const room = Math.max(0, options.width - 2 - short.length - 1)
  const verdict = ink(clip(short, options.width - 2, options), inks[row.verdictKind], options)
  return [name, `  ${verdict} ${clip(numbers, room, options)}`.trimEnd()]
}
