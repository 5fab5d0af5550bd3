import { join } from 'node:path'
import { terminalFrom } from '../config.ts'
import { renderSummaryLine } from '../report/summary-line.ts'
import { renderTerminal } from '../report/terminal.ts'
import type { RunResult } from '../result/document.ts'
import { exitCodeOf } from '../verdict/outcome.ts'
import type { CommandContext } from './run-command.ts'
import { reportFiles } from './write-reports.ts'

/**
 * Columns where the output is no terminal and has none: prose is for reading, a table must not be
 * cut.
 */
const unbounded = { prose: 120, table: 200 }

/** The verdict table, where the documents are, the verdict in one line, the exit code. */
export function present(result: RunResult, folder: string, context: CommandContext): number {
  const { stdout } = process
  const style = terminalFrom(context.environment, stdout.isTTY)
  const width = stdout.columns ?? unbounded.prose
  const tableWidth = stdout.columns ?? unbounded.table
  context.print(renderTerminal(result, { width, tableWidth, ...style }))
  for (const file of Object.values(reportFiles)) context.print(`  ${join(folder, file)}`)
  context.print(renderSummaryLine(result))
  return exitCodeOf(result.outcome)
}
