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
import { meantHint } from '../near-miss.ts'
import { type ShapeName, shapeNames } from '../shapes/shape.ts'
import type { RunScope } from './check.ts'
import { refuseKeptByNpm } from './kept-by-npm.ts'
import { commandOf, usageOf } from './usage.ts'
import { takesNoWords, unknownCommand } from './words.ts'

/** What a command may use of the process that it runs in. */
export interface CommandContext {
  readonly environment: Environment
  readonly scope: RunScope
  readonly print: (text: string) => void
}

/**
 * Each command loads what it needs itself: neither `--help` nor Ctrl-C right at the start must wait
 * for a container library.
 */
type Command = (line: CommandLine, context: CommandContext) => Promise<number>

const commands: Readonly<Record<string, Command>> = {
  baseline: runBaseline,
  check: runCheck,
  clean: runClean,
  comment: runCommentCommand,
  doctor: runDoctorCommand,
  groups: runGroups,
  help: runHelp,
  join: runJoin,
  report: runReport,
  selftest: runSelfTest,
  serve: runServe,
  verify: runVerify,
  ...Object.fromEntries(shapeNames.map((name) => [name, shapeCommand(name)])),
}

/** Finds the command and returns its exit code. */
export async function runCommand(line: CommandLine, context: CommandContext): Promise<number> {
  if (line.flags.help === true) return said(context, helpText(line.words))
  if (line.flags.version === true) return said(context, readVersion(repositoryFolder))
  refuseKeptByNpm(line, context.environment)
  const [name = 'check', ...rest] = line.words
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) throw await unknownCommand(name, Object.keys(commands))
  if (command !== runBaseline && command !== runHelp) await takesNoWords(name, rest)
  return command({ ...line, words: rest }, context)
}

/**
 * A file of its own, because the bootstrap prints it, too, where nothing is installed yet: whole,
 * of whatever command it is asked.
 */
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
  const { openTerminal } = await import('../terminal-output.ts')
  const { check } = await import('./check.ts')
  const { present } = await import('./present.ts')
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

async function runClean(_line: CommandLine, context: CommandContext): Promise<number> {
  const { clean } = await import('./clean.ts')
  context.print(await clean(foldersFrom(context.environment).runs, repositoryFolder))
  return 0
}

async function runDoctorCommand(_line: CommandLine, context: CommandContext): Promise<number> {
  const { runDoctor } = await import('../doctor/doctor.ts')
  const report = await runDoctor({
    repository: repositoryFolder,
    cache: foldersFrom(context.environment).cache,
    searchPath: context.environment['PATH'] ?? '',
    dockerHost: context.environment['DOCKER_HOST'],
  })
  context.print(report.text)
  return report.exitCode
}

async function runHelp({ words }: CommandLine, context: CommandContext): Promise<number> {
  const [name] = words
  const command = commandOf(words)
  if (command !== undefined) {
    await takesNoWords(`help ${command}`, words.slice(command.split(' ').length))
  } else if (name !== undefined) throw await unknownCommand(name, Object.keys(commands))
  return said(context, helpText(words))
}

/** Of the command that the words name; where they name none, of all. */
function helpText(words: readonly string[]): string {
  const command = commandOf(words)
  const usage = readUsage(repositoryFolder)
  return command === undefined ? usage : usageOf(usage, command)
}

/** Writes the reports of an earlier run again, beside its result. */
async function runReport(line: CommandLine, context: CommandContext): Promise<number> {
  const { present } = await import('./present.ts')
  const { resultOf } = await import('./result-of.ts')
  const { writeReports } = await import('./write-reports.ts')
  const file = resultFile(line.flags)
  const result = resultOf(file)
  await writeReports(result, dirname(file))
  return present(result, dirname(file), context)
}

async function runGroups(line: CommandLine, context: CommandContext): Promise<number> {
  const { listGroups } = await import('./groups.ts')
  const { scenario: glob, json = false } = line.flags
  const outputFile = context.environment['GITHUB_OUTPUT'] || undefined
  return said(context, listGroups({ glob, json, outputFile }))
}

/** One verdict, one report and one exit code for what several jobs measured. */
async function runJoin(line: CommandLine, context: CommandContext): Promise<number> {
  const { joinConfig, joinResults } = await import('./join.ts')
  const { present } = await import('./present.ts')
  const { writeReports } = await import('./write-reports.ts')
  const config = joinConfig(line.flags, context.environment)
  const result = await joinResults(config)
  await writeReports(result, config.outFolder)
  return present(result, config.outFolder, context)
}

/** In a workflow only: the token and the event are GitHub's. */
async function runCommentCommand(_line: CommandLine, context: CommandContext): Promise<number> {
  const { commentCommand } = await import('./github-commands.ts')
  return commentCommand(context, foldersFrom(context.environment).baselines)
}

async function runBaseline(line: CommandLine, context: CommandContext): Promise<number> {
  const { baselineShow, baselineUpdate, baselineVerify } = await import('./baseline.ts')
  const folder = foldersFrom(context.environment).baselines
  const [action = '', ...rest] = line.words
  await takesNoWords(`baseline ${action}`, rest)
  const actions: Readonly<Record<string, () => number | Promise<number>>> = {
    update: async () => {
      const [file, unmerged] = [resultFile(line.flags), line.flags.unmerged === true]
      const request = { resultFile: file, folder, repository: repositoryFolder, unmerged }
      return said(context, await baselineUpdate(request))
    },
    show: () => said(context, baselineShow(folder, line.flags.lane)),
    verify: () => said(context, baselineVerify(folder)),
    propose: async () => {
      const { proposeCommand } = await import('./github-commands.ts')
      return proposeCommand(context, repositoryFolder)
    },
  }
  const act = Object.hasOwn(actions, action) ? actions[action] : undefined
  if (act === undefined) {
    const known = Object.keys(actions)
    const state =
      action === ''
        ? 'baseline lacks a subcommand'
        : `baseline "${action}" is unknown${meantHint(action, known)}`
    const expected = `expected one of ${known.join(', ')}`
    throw new KnownFailure('usage', `${state}, ${expected}`, { remedy: helpOf('baseline') })
  }
  return act()
}

async function runSelfTest(line: CommandLine, context: CommandContext): Promise<number> {
  const { selfTest } = await import('./selftest.ts')
  const { environment, scope, print: say } = context
  return (await selfTest({ flags: line.flags, environment, scope, say })) ? 0 : 1
}

async function runServe(line: CommandLine, context: CommandContext): Promise<number> {
  const { serve } = await import('./serve.ts')
  const config = runConfig(line.flags, context.environment)
  const port = portFrom(line.flags)
  await serve({ config, port, scope: context.scope, say: context.print })
  return 0
}

async function runVerify(line: CommandLine, context: CommandContext): Promise<number> {
  const { verifyCommandOf } = await import('./shape-command.ts')
  return verifyCommandOf(line.flags, context)
}

function shapeCommand(name: ShapeName): Command {
  return async (line, context) => {
    const { shapeCommandOf } = await import('./shape-command.ts')
    return shapeCommandOf(name, line.flags, context)
  }
}
