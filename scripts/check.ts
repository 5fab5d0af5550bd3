import { resolve } from 'node:path'
import { runChecks } from './check/run-checks.ts'

// `npm run check`: types, lint, format, dead code. Exit code 1 when any of them fails.
const outcomes = await runChecks(resolve(import.meta.dirname, '..'))
const failed = outcomes.filter((outcome) => !outcome.passed).map((outcome) => outcome.name)
console.log(failed.length === 0 ? 'check passed' : `check failed: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
