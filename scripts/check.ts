import { resolve } from 'node:path'
import { endedByArguments } from './check/command-line.ts'
import { runChecks } from './check/run-checks.ts'

const usage = `Usage: npm run check
Types, lint, format, dead code. Exit codes: 0 all passed, 1 one failed, 2 not run.`

process.exitCode =
  endedByArguments(process.argv.slice(2), 'npm run check', usage) ?? (await check())

async function check(): Promise<0 | 1> {
  const outcomes = await runChecks(resolve(import.meta.dirname, '..'))
  const failed = outcomes.filter((outcome) => !outcome.passed).map((outcome) => outcome.name)
  console.log(failed.length === 0 ? 'check passed' : `check failed: ${failed.join(', ')}`)
  return failed.length === 0 ? 0 : 1
}
