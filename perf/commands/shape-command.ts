import { appendFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Environment, runConfig, terminalFrom } from '../config.ts'
import type { Flags } from '../flags.ts'
import { shapeOptions } from '../shapes/options.ts'
import type { ShapeResult } from '../shapes/document.ts'
import { historyLine, withHistoryLine } from '../shapes/report/history.ts'
import { renderShapeMarkdown } from '../shapes/report/markdown.ts'
import { renderShapeTerminal } from '../shapes/report/terminal.ts'
import { sourceReportName } from '../shapes/report/source-report.ts'
import type { ShapeName } from '../shapes/shape.ts'
import { exitCodeOf } from '../verdict/outcome.ts'
import type { CommandContext } from './run-command.ts'
import { expectHistory, historyIn } from './history-file.ts'
import { runShape } from './shape.ts'
import { verificationText, verify } from './verify.ts'
import { writeWhole } from './write-reports.ts'
import { shapeFiles } from './write-shape-reports.ts'

/**
 * `npm run perf -- load` and the other shapes: flags in, lines while it goes on, summary, exit
 * code.
 */
export async function shapeCommandOf(
  name: ShapeName,
  flags: Flags,
  { environment, scope, print }: CommandContext,
): Promise<number> {
  const options = shapeOptions(name, flags, runConfig(flags, environment))
  const history = flags.history === undefined ? undefined : resolve(flags.history)
  if (history !== undefined) await expectHistory(history)
  const result = await runShape({ options, scope, say: print })
  const { stdout } = process
  const style = terminalFrom(environment, stdout.isTTY)
  print(renderShapeTerminal(result, { width: stdout.columns ?? widthOfLog, ...style }))
  const files = [...Object.values(shapeFiles(name)), sourceReportName(result.startedAt)]
  for (const file of files) print(`  ${join(options.config.outFolder, file)}`)
  await publish(result, history, environment)
  return exitCodeOf(result.outcome)
}

/** Where a later run finds it: the history that is kept, and the summary of a workflow's job. */
async function publish(
  result: ShapeResult,
  history: string | undefined,
  environment: Environment,
): Promise<void> {
  if (history !== undefined) {
    const before = await historyIn(history)
    await writeWhole(history, withHistoryLine(before, historyLine(result)))
  }
  const summary = environment['GITHUB_STEP_SUMMARY']
  if (environment['GITHUB_ACTIONS'] === 'true' && summary !== undefined) {
    await appendFile(summary, renderShapeMarkdown(result))
  }
}

const widthOfLog = 200

/** Modest, and long enough for the windows of two banks to close in its middle. */
const verification = { rate: '500', duration: '30s' }

/** `npm run verify-gateway`: the source's verification list, each line with its evidence. */
export async function verifyCommandOf(
  flags: Flags,
  { environment, scope, print }: CommandContext,
): Promise<number> {
  const options = shapeOptions('load', { ...verification, ...flags }, runConfig(flags, environment))
  const checks = await verify({ options, scope, say: print })
  print(verificationText(checks))
  return checks.every(({ isMet }) => isMet) ? 0 : 1
}
