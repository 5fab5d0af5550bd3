import { join } from 'node:path'
import { type Environment, foldersFrom, processEnvironment, runConfig, terminalFrom } from '../config.ts'
import { KnownFailure } from '../errors.ts'
import { type CommandLine, usage } from '../flags.ts'
import { renderSummaryLine } from '../report/summary-line.ts'
import { renderTerminal } from '../report/terminal.ts'
import { openTerminal } from '../terminal-output.ts'
import { exitCodeOf } from '../verdict/outcome.ts'
import { check, type RunScope } from './check.ts'
import { clean } from './clean.ts'
import { reportFiles } from './write-reports.ts'

/** What a command may use of the process that it runs in. */
export interface CommandContext {
  readonly environment: Environment
  readonly scope: RunScope
  readonly print: (text: string) => void
}

type Command = (line: CommandLine, context: CommandContext) => Promise<number>

const commands: Readonly<Record<string, Command>> = {
  check: runCheck,
  clean: async (_line, context) => {
    context.print(await clean(foldersFrom(context.environment).runs))
    return 0
  },
}

/** Finds the command and returns its exit code. */
export async function runCommand(line: CommandLine, context: CommandContext): Promise<number> {
  if (line.flags.help === true) return said(context, usage)
  const [name = 'check', ...rest] = line.words
  const command = commands[name]
  if (command === undefined) {
    const known = Object.keys(commands).join(', ')
    throw new KnownFailure('usage', `command "${name}" is unknown, expected one of ${known}`, {
      remedy: 'npm run perf -- --help',
    })
  }
  return command({ ...line, words: rest }, context)
}

function said(context: CommandContext, text: string): number {
  context.print(text)
  return 0
}

async function runCheck(line: CommandLine, context: CommandContext): Promise<number> {
  if (line.words.length > 0) {
    throw new KnownFailure('usage', `check takes no words, got "${line.words.join(' ')}"`)
  }
  const config = runConfig(line.flags, context.environment)
  const stream = process.stderr
  using terminal = openTerminal(stream, terminalFrom(processEnvironment, stream.isTTY))
  const result = await check(config, terminal, context.scope)
  terminal[Symbol.dispose]()
  context.print(renderTerminal(result, terminal.options()))
  for (const file of Object.values(reportFiles)) context.print(`  ${join(config.outFolder, file)}`)
  context.print(renderSummaryLine(result))
  return exitCodeOf(result.outcome)
}
