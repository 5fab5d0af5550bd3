import { join } from 'node:path'
import { runConfig, terminalFrom } from '../config.ts'
import type { Flags } from '../flags.ts'
import { shapeOptions } from '../shapes/options.ts'
import { renderShapeTerminal } from '../shapes/report/terminal.ts'
import { sourceReportName } from '../shapes/report/source-report.ts'
import type { ShapeName } from '../shapes/shape.ts'
import { exitCodeOf } from '../verdict/outcome.ts'
import type { CommandContext } from './run-command.ts'
import { runShape } from './shape.ts'
import { shapeFiles } from './write-shape-reports.ts'

/** `npm run perf -- load` and the other shapes: flags in, lines while it goes on, summary, exit code. */
export async function shapeCommandOf(
  name: ShapeName,
  flags: Flags,
  { environment, scope, print }: CommandContext,
): Promise<number> {
  const options = shapeOptions(name, flags, runConfig(flags, environment))
  const result = await runShape({ options, scope, say: print })
  const { stdout } = process
  const style = terminalFrom(environment, stdout.isTTY)
  print(renderShapeTerminal(result, { width: stdout.columns ?? widthOfLog, ...style }))
  const files = [...Object.values(shapeFiles(name)), sourceReportName(result.startedAt)]
  for (const file of files) print(`  ${join(options.config.outFolder, file)}`)
  return exitCodeOf(result.outcome)
}

const widthOfLog = 200
