import { resolve } from 'node:path'
import { durabilityProfiles, type DurabilityProfile } from '../../perf/environment/environment.ts'
import { KnownFailure } from '../../perf/errors.ts'
import { parseFlags, refuseWords } from '../../perf/parse-flags.ts'
import { shellWord } from '../../perf/shell-word.ts'

/** The command line of `npm run bench`, parsed once. */
export interface BenchOptions {
  /** Undefined: every row that is not optional. */
  readonly row: string | undefined
  readonly write: boolean
  readonly strict: boolean
  readonly help: boolean
  /** In place of each load's own length. */
  readonly seconds: number | undefined
  readonly results: readonly string[]
  readonly services: BenchServices
  readonly durability: DurabilityProfile
  /** As it can be typed again, for the record. */
  readonly command: string
}

const benchServices = ['auto', 'testcontainers', 'embedded'] as const
export type BenchServices = (typeof benchServices)[number]

export const usage = `Usage: npm run bench -- [flags]

  --row GLOB         rows to run; default: all but the knee
  --write            put the rows into docs/benchmarks.md, each with machine, date and command
  --strict           exit 1 when a target is missed or cannot be judged
  --seconds N        shorter or longer loads, to try a row; never with --write
  --result FILE      result.json of a run, for the rows of whole runs; may be given twice
  --services KIND    auto (default), testcontainers, embedded
  --durability NAME  process-crash (default), durable, memory

Exit codes: 0 measured, 1 a target was missed and --strict was given, 2 a row could not be measured.`

const flags = {
  row: { type: 'string' },
  write: { type: 'boolean', default: false },
  strict: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  seconds: { type: 'string' },
  result: { type: 'string', multiple: true, default: [] as string[] },
  services: { type: 'string', default: 'auto' },
  durability: { type: 'string', default: 'process-crash' },
} as const

export function parseOptions(argv: readonly string[]): BenchOptions {
  const { result, seconds, row, services, durability, ...switches } = parse(argv)
  if (switches.write && seconds !== undefined) {
    const state = '--write and --seconds are both given, expected one of them'
    throw new KnownFailure('usage', `${state}: what is promised is promised of the whole load`)
  }
  return {
    ...switches,
    row,
    seconds: seconds === undefined ? undefined : positive('seconds', seconds),
    results: result.map((file) => resolve(file)),
    services: oneOf('services', services, benchServices),
    durability: oneOf('durability', durability, durabilityProfiles),
    command: ['npm run bench', ...(argv.length > 0 ? ['--', ...argv.map(shellWord)] : [])].join(
      ' ',
    ),
  }
}

function parse(argv: readonly string[]) {
  const owner = { command: 'npm run bench', help: 'npm run bench -- --help' }
  const { positionals, values } = parseFlags(argv, flags, owner)
  refuseWords(positionals, owner)
  return values
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (Number.isFinite(value) && value > 0) return value
  throw new KnownFailure('usage', `--${name} is "${text}", expected a positive number`)
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value)
  if (found !== undefined) return found
  throw new KnownFailure('usage', `--${name} is "${value}", expected one of ${allowed.join(', ')}`)
}
