import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  type Environment,
  foldersFrom,
  portFrom,
  repositoryFolder,
  resultFile,
  runConfig,
  terminalFrom,
} from '../config.ts'
import { KnownFailure } from '../errors.ts'
import { type CommandLine, helpOf } from '../flags.ts'
import { refuseWords } from '../parse-flags.ts'
import { renderSummaryLine } from '../report/summary-line.ts'
import { renderTerminal } from '../report/terminal.ts'
import { openTerminal } from '../terminal-output.ts'
import type { RunResult } from '../result/document.ts'
import { readResultFile } from '../result/read.ts'
import { type ShapeName, shapeNames } from '../shapes/shape.ts'
import { exitCodeOf } from '../verdict/outcome.ts'
import type { RunScope } from './check.ts'
import { baselineShow, baselineUpdate, baselineVerify } from './baseline.ts'
import { reportFiles, writeReports } from './write-reports.ts'

/** What a command may use of the process that it runs in. */
export interface CommandContext {
  readonly environment: Environment
  readonly scope: RunScope
  readonly print: (text: string) => void
}

/** Each command loads what it needs itself: `--help` must not wait for a container library. */
type Command = (line: CommandLine, context: CommandContext) => Promise<number>

const commands: Readonly<Record<string, Command>> = {
  baseline: runBaseline,
  check: runCheck,
  clean: runClean,
  comment: runCommentCommand,
  doctor: runDoctorCommand,
  help: runHelp,
  report: runReport,
  selftest: runSelfTest,
  serve: runServe,
  verify: runVerify,
  ...Object.fromEntries(shapeNames.map((name) => [name, shapeCommand(name)])),
}

/** Finds the command and returns its exit code. */
export async function runCommand(line: CommandLine, context: CommandContext): Promise<number> {
  if (line.flags.help === true) return said(context, readUsage(repositoryFolder))
  if (line.flags.version === true) return said(context, readVersion(repositoryFolder))
  const [name = 'check', ...rest] = line.words
  const command = commands[name]
  if (command === undefined) {
    const known = Object.keys(commands).join(', ')
    throw new KnownFailure('usage', `command "${name}" is unknown, expected one of ${known}`, {
      remedy: helpOf(name),
    })
  }
  return command({ ...line, words: rest }, context)
}

/** A file of its own, because the bootstrap prints it, too, where nothing is installed yet. */
function readUsage(repository: string): string {
  return readFileSync(join(repository, 'perf', 'usage.txt'), 'utf8')
}

/** As package.json states it. */
function readVersion(repository: string): string {
  const text = readFileSync(join(repository, 'package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

function said(context: CommandContext, text: string): number {
  context.print(text)
  return 0
}

async function runCheck(line: CommandLine, context: CommandContext): Promise<number> {
  const { check } = await import('./check.ts')
  takesNoWords('check', line)
  const config = runConfig(line.flags, context.environment)
  const stream = process.stderr
  using terminal = openTerminal(stream, terminalFrom(context.environment, stream.isTTY))
  const result = await check(config, terminal, context.scope)
  terminal[Symbol.dispose]()
  const exitCode = present(result, config.outFolder, context)
  if (context.environment['GITHUB_ACTIONS'] === 'true') {
    const { publishRun } = await import('../github/publish-run.ts')
    await publishRun(result, context.environment['GITHUB_STEP_SUMMARY'])
  }
  return exitCode
}

/** Columns where the output is no terminal and has none: prose is for reading, a table must not be cut. */
const unbounded = { prose: 120, table: 200 }

/** The verdict table, where the documents are, the verdict in one line, the exit code. */
function present(result: RunResult, folder: string, context: CommandContext): number {
  const { stdout } = process
  const style = terminalFrom(context.environment, stdout.isTTY)
  const width = stdout.columns ?? unbounded.prose
  const tableWidth = stdout.columns ?? unbounded.table
  context.print(renderTerminal(result, { width, tableWidth, ...style }))
  for (const file of Object.values(reportFiles)) context.print(`  ${join(folder, file)}`)
  context.print(renderSummaryLine(result))
  return exitCodeOf(result.outcome)
}

async function runClean(line: CommandLine, context: CommandContext): Promise<number> {
  const { clean } = await import('./clean.ts')
  takesNoWords('clean', line)
  context.print(await clean(foldersFrom(context.environment).runs, repositoryFolder))
  return 0
}

async function runDoctorCommand(line: CommandLine, context: CommandContext): Promise<number> {
  const { runDoctor } = await import('../doctor/doctor.ts')
  takesNoWords('doctor', line)
  const report = await runDoctor({
    repository: repositoryFolder,
    cache: foldersFrom(context.environment).cache,
    searchPath: context.environment['PATH'] ?? '',
    dockerHost: context.environment['DOCKER_HOST'],
  })
  context.print(report.text)
  return report.exitCode
}

async function runHelp(line: CommandLine, context: CommandContext): Promise<number> {
  takesNoWords('help', line)
  return said(context, readUsage(repositoryFolder))
}

/** Writes the reports of an earlier run again, beside its result. */
async function runReport(line: CommandLine, context: CommandContext): Promise<number> {
  takesNoWords('report', line)
  const file = resultFile(line.flags)
  const result = readResultFile(file)
  await writeReports(result, dirname(file))
  return present(result, dirname(file), context)
}

/** In a workflow only: the token and the event are GitHub's. */
async function runCommentCommand(line: CommandLine, context: CommandContext): Promise<number> {
  takesNoWords('comment', line)
  const { commentCommand } = await import('./github-commands.ts')
  return commentCommand(context, foldersFrom(context.environment).baselines)
}

async function runBaseline(line: CommandLine, context: CommandContext): Promise<number> {
  const folder = foldersFrom(context.environment).baselines
  const [action = '', ...rest] = line.words
  takesNoWords(`baseline ${action}`, { ...line, words: rest })
  const actions: Readonly<Record<string, () => number | Promise<number>>> = {
    update: () => said(context, baselineUpdate(resultFile(line.flags), folder)),
    show: () => said(context, baselineShow(folder, line.flags.lane)),
    verify: () => said(context, baselineVerify(folder)),
    propose: async () => {
      const { proposeCommand } = await import('./github-commands.ts')
      return proposeCommand(context, repositoryFolder)
    },
  }
  const act = actions[action]
  if (act === undefined) {
    const known = Object.keys(actions).join(', ')
    const said =
      action === ''
        ? `baseline lacks a subcommand, expected one of ${known}`
        : `baseline "${action}" is unknown, expected one of ${known}`
    throw new KnownFailure('usage', said, { remedy: helpOf('baseline') })
  }
  return act()
}

async function runSelfTest(line: CommandLine, context: CommandContext): Promise<number> {
  const { selfTest } = await import('./selftest.ts')
  takesNoWords('selftest', line)
  const { environment, scope, print: say } = context
  return (await selfTest({ flags: line.flags, environment, scope, say })) ? 0 : 1
}

async function runServe(line: CommandLine, context: CommandContext): Promise<number> {
  const { serve } = await import('./serve.ts')
  takesNoWords('serve', line)
  const config = runConfig(line.flags, context.environment)
  const port = portFrom(line.flags)
  await serve({ config, port, scope: context.scope, say: context.print })
  return 0
}

async function runVerify(line: CommandLine, context: CommandContext): Promise<number> {
  const { verifyCommandOf } = await import('./shape-command.ts')
  takesNoWords('verify', line)
  return verifyCommandOf(line.flags, context)
}

function shapeCommand(name: ShapeName): Command {
  return async (line, context) => {
    const { shapeCommandOf } = await import('./shape-command.ts')
    takesNoWords(name, line)
    return shapeCommandOf(name, line.flags, context)
  }
}

function takesNoWords(command: string, line: CommandLine): void {
  refuseWords(line.words, { command, help: helpOf(command) })
}
