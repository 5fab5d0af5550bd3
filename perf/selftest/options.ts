import { join, resolve } from 'node:path'
import {
  instructionsFlag,
  instructionsFrom,
  profiles,
  repositoryFolder,
  wholeNumber,
} from '../config.ts'
import { KnownFailure } from '../errors.ts'
import type { Flags } from '../flags.ts'
import { meantHint } from '../near-miss.ts'
import type { ProfileName } from '../verdict/policy.ts'
import { plantedChanges } from './changes.ts'
import { paymentsRun } from './planted-change.ts'
import { selfCheck } from './record.ts'

/** The flags of `selftest`, complete. */
export interface SelfTestOptions {
  readonly names: readonly string[]
  readonly rounds: number
  /** Of this session; the record goes on with the next. */
  readonly roundsMost: number
  /** A subset, run whatever the record has. */
  readonly quick: boolean
  readonly profile: ProfileName
  /** In place of the scenarios that each change names. */
  readonly scenarioGlob: string | undefined
  readonly countsInstructions: boolean
  /** A folder per change in it. */
  readonly outFolder: string
  /** Handed on to every check. */
  readonly handedOn: readonly string[]
}

const defaultRounds = 3
const roundCounts = { least: 1, most: 1_000 }
const handedOn = [
  'services',
  'durability',
  'postgres-url',
  'redis-url',
  'kafka-brokers',
] as const satisfies readonly (keyof Flags)[]

export function selfTestOptions(flags: Flags): SelfTestOptions {
  const quick = flags.quick ?? false
  if (quick && flags.rounds !== undefined) {
    const state = '--rounds is given with --quick, which runs each change once'
    throw new KnownFailure('usage', `${state}, expected one of them`)
  }
  const profile = profileFrom(flags.profile ?? 'quick')
  const countsInstructions = instructionsFrom(flags, profile)
  return {
    names: flags.only === undefined ? allNames(quick) : namesFrom(flags.only),
    rounds: quick ? 1 : roundsFrom('rounds', flags.rounds, defaultRounds),
    roundsMost: roundsFrom('most', flags.most, Number.POSITIVE_INFINITY),
    quick,
    profile,
    scenarioGlob: flags.scenario,
    countsInstructions,
    outFolder: resolve(flags.out ?? join(repositoryFolder, 'perf-results', 'selftest')),
    handedOn: [
      ...handedOn.flatMap((name) => {
        const value = flags[name]
        return value === undefined ? [] : [`--${name}=${value}`]
      }),
      ...instructionsFlag(countsInstructions, profile),
    ],
  }
}

/**
 * Equal arms see every scenario; in the quick subset only the one that the planted changes are in.
 */
export function scenariosOf(name: string, options: SelfTestOptions): string {
  const own = plantedChanges.find((change) => change.name === name)?.scenarios
  return options.scenarioGlob ?? own ?? (options.quick ? paymentsRun : '*')
}

function allNames(quick: boolean): string[] {
  const changes = plantedChanges.filter((change) => !quick || change.quick === true)
  return [selfCheck, ...changes.map(({ name }) => name)]
}

/** Each once: how often it is run is for the rounds to say. */
function namesFrom(list: string): string[] {
  return [...new Set(list.split(',').map(knownName))]
}

function knownName(name: string): string {
  const known = [selfCheck, ...plantedChanges.map((change) => change.name)]
  if (known.includes(name)) return name
  const state = `--only "${name}" is unknown${meantHint(name, known)}`
  throw new KnownFailure('usage', `${state}, expected some of ${known.join(', ')}`)
}

function profileFrom(name: string): ProfileName {
  if (isProfile(name)) return name
  const known = Object.keys(profiles).join(', ')
  throw new KnownFailure('usage', `--profile is "${name}", expected one of ${known}`)
}

const isProfile = (name: string): name is ProfileName => Object.hasOwn(profiles, name)

function roundsFrom(flag: 'rounds' | 'most', value: string | undefined, unless: number): number {
  return value === undefined ? unless : wholeNumber(flag, value, roundCounts)
}
