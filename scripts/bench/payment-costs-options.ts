import { resolve } from 'node:path'
import { KnownFailure } from '../../perf/errors.ts'
import { parseFlags, refuseWords } from '../../perf/parse-flags.ts'

/** The command line of `scripts/payment-costs.ts`, parsed once. */
interface PaymentCostsOptions {
  readonly help: boolean
  /** Absolute. */
  readonly base: string | undefined
  readonly load: CostLoadName
  /** Payments per second, of `pay` alone. */
  readonly rate: number
  readonly rounds: number
  readonly seconds: number
  readonly isProfiled: boolean
}

const loadNames = ['bulk', 'pay', 'lane'] as const
type CostLoadName = (typeof loadNames)[number]

const command = 'node scripts/payment-costs.ts'
export const usage = `Usage: ${command} [flags]

  --base FOLDER   another checkout with its dependencies, measured in turns with this one
  --load KIND     bulk (default: by the thousand, closed), pay (single payments, open),
                  or lane (decided and written without HTTP and Kafka, by batches of 1, 10, 100 and
                  500; asks no invariants)
  --rate N        payments per second, 1 to 50000, 6000 by default; with --load pay
  --rounds N      of each checkout, a whole number from 1 to 1000, 6 by default
  --seconds N     of load in a round, 0.1 to 3600, 5 by default
  --profile       then watch one more round: functions of the process, statements of Postgres;
                  not with --load lane

Exit codes: 0 measured, 1 an invariant was violated, 2 could not be measured.`

interface Range {
  readonly least: number
  readonly most: number
  readonly isWhole: boolean
}

const ranges = {
  rate: { least: 1, most: 50_000, isWhole: false },
  rounds: { least: 1, most: 1_000, isWhole: true },
  seconds: { least: 0.1, most: 3_600, isWhole: false },
} as const satisfies Record<string, Range>

const defaults = { rate: 6_000, rounds: 6, seconds: 5 } as const

const flags = {
  help: { type: 'boolean', short: 'h', default: false },
  base: { type: 'string' },
  load: { type: 'string', default: 'bulk' },
  rate: { type: 'string' },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
  profile: { type: 'boolean', default: false },
} as const

/** @throws KnownFailure('usage') for what is out of range, and for a flag that the load ignores */
export function parsePaymentCostsOptions(argv: readonly string[]): PaymentCostsOptions {
  const owner = { command, help: `${command} --help` }
  const { positionals, values } = parseFlags(argv, flags, owner)
  refuseWords(positionals, owner)
  const load = loadNamed(values.load)
  if (values.rate !== undefined && load !== 'pay') {
    const state = `--rate is given with --load ${load}`
    throw new KnownFailure('usage', `${state}, expected it with --load pay alone`)
  }
  if (values.profile && load === 'lane') {
    const state = '--profile is given with --load lane'
    throw new KnownFailure('usage', `${state}, expected it with --load bulk or pay`)
  }
  return {
    help: values.help,
    base: values.base === undefined ? undefined : resolve(values.base),
    load,
    rate: numberOf('rate', values.rate),
    rounds: numberOf('rounds', values.rounds),
    seconds: numberOf('seconds', values.seconds),
    isProfiled: values.profile,
  }
}

function loadNamed(name: string): CostLoadName {
  const found = loadNames.find((candidate) => candidate === name)
  if (found !== undefined) return found
  throw new KnownFailure('usage', `--load is "${name}", expected ${loadNames.join(', ')}`)
}

function numberOf(name: keyof typeof ranges, text: string | undefined): number {
  if (text === undefined) return defaults[name]
  const { least, most, isWhole } = ranges[name]
  const value = Number(text)
  const isIn = value >= least && value <= most && (!isWhole || Number.isInteger(value))
  if (isIn) return value
  const kind = isWhole ? 'a whole number' : 'a number'
  throw new KnownFailure(
    'usage',
    `--${name} is "${text}", expected ${kind} from ${least} to ${most}`,
  )
}
