import type { parseArgs } from 'node:util'
import { shapeNames } from './shapes/shape.ts'
import { type FlagsOwner, parseFlags, wordsOf } from './parse-flags.ts'

/** The command line: words first, then flags. Every flag has a line in `usage` and a test that turns it. */
const options = {
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

type Parsed = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>
export type Flags = Parsed['values']
type FlagName = keyof typeof options

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

/** What each command reads; any other flag is refused, because a flag that does nothing misleads. */
const flagsOfCommands: Readonly<Record<string, readonly FlagName[]>> = {
  ...Object.fromEntries(shapeNames.map((name) => [name, ofShapes])),
  'baseline propose': [],
  'baseline show': ['lane'],
  'baseline update': ['result'],
  'baseline verify': [],
  check: [
    ...(['profile', 'generations', 'base', 'head', 'scenario', 'seed', 'out'] as const),
    ...ofServices,
    ...(['lane', 'require-baselines', 'instructions', 'no-instructions'] as const),
  ],
  clean: [],
  comment: [],
  doctor: [],
  report: ['result'],
  selftest: [
    ...(['rounds', 'most', 'only', 'quick', 'profile', 'scenario', 'lane', 'out'] as const),
    ...(['instructions', 'no-instructions'] as const),
    ...ofServices,
  ],
  serve: ['port', ...ofServices],
  verify: ['rate', 'duration', 'seed', 'out', 'lane', ...ofServices],
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
  const { positionals, values } = parseFlags(argv, options, ownerOf(wordsOf(argv, options)))
  return { words: positionals, flags: values }
}

/** Whose flags they are. Of a command that is not known nothing is known but that flags exist. */
function ownerOf([name = 'check', action]: readonly string[]): FlagsOwner {
  const command = [`${name} ${action}`, name].find((each) => Object.hasOwn(flagsOfCommands, each))
  const takes = command === undefined ? undefined : flagsOfCommands[command]
  return {
    command: command ?? 'npm run perf',
    help: helpOf(name),
    ...(takes === undefined ? {} : { takes: [...takes, ...ofAnyCommand] }),
  }
}

/** The command line that explains a command. */
export function helpOf(command: string): string {
  const script = Object.hasOwn(scripts, command) ? scripts[command] : undefined
  return `${script ?? 'npm run perf'} -- --help`
}

export const usage = `Usage: npm run perf -- [command] [flags]

Commands
  check                 measure head against base, judge, report (the default)
  baseline update       write a result's medians and counters to baselines/
  baseline show         print the stored baselines of this lane
  baseline verify       check every stored baseline's schema and form
  baseline propose      open a pull request with changed baselines (for CI)
  report                write the reports of a result.json again
  comment               post a run's result on its pull request (for CI)
  clean                 remove what killed runs left behind
  doctor                say how well this machine can measure
  serve                 run the system with its services, for use by hand
  selftest              judge the judge: plant known changes, record what a check says of them
  smoke, load, stress, spike, soak, breakpoint
                        one system of the working tree under a load of that shape
  verify                the gateway's verification list, each line with its evidence

Flags of check
  --profile NAME        quick (8 generations, default), pr (8, 16 or 24, as many
                        as it takes and 10 min allow), thorough (24)
  --generations N       expert: overrides the profile's number; fewer than 7 decide nothing
  --base REF            default: merge base with the main branch; on main itself HEAD
  --head REF            default: the working tree as it is
  --scenario GLOB       default: {payments,reconciliation,control}; '*' is all of perf/scenarios
  --seed N              decides every order and all data; default: random, printed
  --out DIR             default: perf-results
  --services KIND       auto (default), testcontainers, embedded, external
  --postgres-url URL --redis-url URL --kafka-brokers LIST     for external
  --durability NAME     process-crash (default), durable, memory
  --lane NAME           default: from the machine
  --require-baselines   a scenario without a stored baseline fails
  --instructions, --no-instructions
                        count instructions under Valgrind, too, or not: 1 to 2 min
                        per scenario; default: not in quick, else yes
Flags of selftest, beside --profile, --scenario, --lane, --out, --instructions,
--no-instructions and those of services
  --rounds N            of each planted change, with what the record has; default 3
  --most N              rounds of this session; the record goes on with the next
  --only NAMES          some of them, by commas; self-check is the one with equal arms
  --quick               a subset, once each, in up to 20 minutes
Flags of the shapes, beside --seed, --out, --lane and those of services
  --scenario NAME       default: payments
  --rate N              journeys per second, the peak of the shape; for breakpoint where it begins
  --users N             in place of a rate: users, each with a connection of its own
  --think TIME          what a user pauses between journeys; default: 5s
  --duration TIME       300s, 20m, 1.5h; for breakpoint that of each step
  --history FILE        one line of JSON for this run is added to it
Other flags
  --result FILE         for baseline update and report; default: perf-results/result.json
  --port N              for serve, beside those of services; default: 8080
  --help, --version

Without the command line
  npx vitest run --project perf NAME    measures one scenario and prints its verdict;
                                        PLUMBLINE_FLAGS='--profile pr' are its flags

Exit codes: 0 nothing regressed and all objectives kept, 1 regressed, missed or wrong, 2 could not measure, also when stopped by Ctrl-C
or SIGTERM; serve ends with 0 when it is stopped.`
