import type { parseArgs } from 'node:util'
import { shapeNames } from './shapes/shape.ts'
import { type FlagsOwner, parseFlags, wordsOf } from './parse-flags.ts'

/** Words first, then flags. Every flag has a line in `usage.txt` and a test that turns it. */
export const flagOptions = {
  profile: { type: 'string' },
  generations: { type: 'string' },
  base: { type: 'string' },
  head: { type: 'string' },
  scenario: { type: 'string' },
  seed: { type: 'string' },
  out: { type: 'string' },
  services: { type: 'string' },
  durability: { type: 'string' },
  'postgres-url': { type: 'string' },
  'redis-url': { type: 'string' },
  'kafka-brokers': { type: 'string' },
  lane: { type: 'string' },
  'require-baselines': { type: 'boolean' },
  instructions: { type: 'boolean' },
  'no-instructions': { type: 'boolean' },
  result: { type: 'string' },
  from: { type: 'string' },
  ended: { type: 'string' },
  json: { type: 'boolean' },
  unmerged: { type: 'boolean' },
  port: { type: 'string' },
  rate: { type: 'string' },
  users: { type: 'string' },
  think: { type: 'string' },
  duration: { type: 'string' },
  history: { type: 'string' },
  only: { type: 'string' },
  rounds: { type: 'string' },
  most: { type: 'string' },
  quick: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const

type Parsed = ReturnType<typeof parseArgs<{ options: typeof flagOptions; allowPositionals: true }>>
export type Flags = Parsed['values']
export type FlagName = keyof typeof flagOptions
export const flagNames = Object.keys(flagOptions)

export interface CommandLine {
  readonly words: readonly string[]
  readonly flags: Flags
}

const ofServices = [
  'services',
  'durability',
  'postgres-url',
  'redis-url',
  'kafka-brokers',
] as const satisfies readonly FlagName[]

/** One system under a load of a shape, named by the command. */
const ofShapes = [
  ...(['scenario', 'rate', 'users', 'think', 'duration', 'history'] as const),
  ...(['seed', 'out', 'lane'] as const),
  ...ofServices,
] as const satisfies readonly FlagName[]

/**
 * What each command reads; any other flag is refused, because a flag that does nothing misleads.
 */
const flagsOfCommands: Readonly<Record<string, readonly FlagName[]>> = {
  ...Object.fromEntries(shapeNames.map((name) => [name, ofShapes])),
  'baseline propose': [],
  'baseline show': ['lane'],
  'baseline update': ['result', 'unmerged'],
  'baseline verify': [],
  check: [
    ...(['profile', 'generations', 'base', 'head', 'scenario', 'seed', 'out'] as const),
    ...ofServices,
    ...(['lane', 'require-baselines', 'instructions', 'no-instructions'] as const),
  ],
  clean: [],
  comment: [],
  doctor: [],
  groups: ['scenario', 'json'],
  help: [],
  join: ['from', 'scenario', 'ended', 'out'],
  report: ['result'],
  selftest: [
    ...(['rounds', 'most', 'only', 'quick', 'profile', 'scenario', 'lane', 'out'] as const),
    ...(['instructions', 'no-instructions'] as const),
    ...ofServices,
  ],
  serve: ['port', ...ofServices],
  verify: ['rate', 'duration', 'seed', 'out', 'lane', ...ofServices],
}
export const commandNames = Object.keys(flagsOfCommands)

export function takesFlag(command: string, flag: FlagName): boolean {
  const takes = Object.hasOwn(flagsOfCommands, command) ? flagsOfCommands[command] : undefined
  return takes?.includes(flag) === true
}

const ofAnyCommand = ['help', 'version'] as const satisfies readonly FlagName[]

/** npm scripts of their own; every other command is a word after `npm run perf --`. */
const scripts: Readonly<Record<string, string>> = {
  doctor: 'npm run doctor',
  selftest: 'npm run selftest',
  serve: 'npm start',
  verify: 'npm run verify-gateway',
}

export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { positionals, values } = parseFlags(argv, flagOptions, ownerOf(wordsOf(argv, flagOptions)))
  return { words: positionals, flags: values }
}

/** Whose flags they are. Of a command that is not known nothing is known but that flags exist. */
function ownerOf([name = 'check', action]: readonly string[]): FlagsOwner {
  const command = [`${name} ${action}`, name].find((each) => Object.hasOwn(flagsOfCommands, each))
  const takes = command === undefined ? undefined : flagsOfCommands[command]
  return {
    command: command ?? 'npm run perf',
    help: helpOf(name),
    // One scenario is all that a shape loads with.
    globs: shapeNames.some((shape) => shape === command) ? [] : ['scenario'],
    ...(takes === undefined ? {} : { takes: [...takes, ...ofAnyCommand] }),
  }
}

/** The command line that explains a command. */
export function helpOf(command: string): string {
  return `${scriptOf(command) ?? 'npm run perf'} -- --help`
}

/**
 * The command line that runs a command on one scenario; undefined for a command that takes none.
 */
export function scenarioLineOf(command: string, scenario: string): string | undefined {
  if (!takesFlag(command, 'scenario')) return undefined
  const words = command === 'check' || scriptOf(command) !== undefined ? '' : `${command} `
  return `${scriptOf(command) ?? 'npm run perf'} -- ${words}--scenario ${scenario}`
}

/** The npm script of a command that has one to itself. */
export function scriptOf(command: string): string | undefined {
  return Object.hasOwn(scripts, command) ? scripts[command] : undefined
}
