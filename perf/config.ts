import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { cacheFolder } from '../scripts/bootstrap/cache-folder.mjs'
import {
  type DurabilityProfile,
  durabilityProfiles,
  type ExternalServices,
  type ProviderName,
  providerNames,
  type ServicesChoice,
} from './environment/environment.ts'
import { KnownFailure } from './errors.ts'
import { externalServices } from './external-services.ts'
import { type Flags, parseCommandLine } from './flags.ts'
import { lanePattern } from './machine/lane.ts'
import { meantHint } from './near-miss.ts'
import { firstGroup, globOf } from './scenarios/groups.ts'
import type { MeasuringProfile } from './session/session.ts'
import { policy } from './verdict/policy.ts'

/**
 * The outside, parsed once: flags and environment become complete, typed, readonly values that are
 * passed down. This is perf's reader of `process.env`.
 */
export type Environment = Readonly<Record<string, string | undefined>>

export const processEnvironment: Environment = process.env

/** The checkout that this very file belongs to. */
export const repositoryFolder = dirname(import.meta.dirname)

export interface RunConfig {
  readonly repository: string
  readonly base: string | undefined
  readonly head: string | undefined
  readonly profile: MeasuringProfile
  readonly scenarioGlob: string
  readonly seed: number
  readonly outFolder: string
  readonly services: ServicesChoice
  readonly durability: DurabilityProfile
  readonly external: ExternalServices | undefined
  readonly lane: string | undefined
  readonly requireBaselines: boolean
  readonly instructions: boolean
  readonly folders: Folders
}

/** Where things live that outlast a checkout or must be found again after a kill. */
export interface Folders {
  readonly cache: string
  readonly runs: string
  readonly baselines: string
}

export const profiles: Readonly<Record<MeasuringProfile['name'], MeasuringProfile>> = {
  quick: { name: 'quick', looks: declaredLooks('quick') },
  pr: { name: 'pr', looks: declaredLooks('pr') },
  thorough: { name: 'thorough', looks: declaredLooks('thorough') },
}

/** In generations; which looks there are is policy. */
function declaredLooks(name: MeasuringProfile['name']): number[] {
  return policy.profiles[name].looks.map(({ generations }) => generations)
}

interface Range {
  readonly least: number
  readonly most: number
}

/** More than this is a soak, and the judge's exact intervals take for ever. */
const generationCounts: Range = { least: 1, most: 100 }
const seeds: Range = { least: 0, most: Number.MAX_SAFE_INTEGER }
/** Not 0, by which the system would take a port that nobody was told. */
const ports: Range = { least: 1, most: 65_535 }

const profileNames = Object.keys(profiles) as MeasuringProfile['name'][]

export function foldersFrom(environment: Environment): Folders {
  const user = { uid: process.getuid?.() ?? -1, home: homedir() }
  const cache = cacheFolder(environment, user)
  return { cache, runs: join(cache, 'runs'), baselines: join(repositoryFolder, 'baselines') }
}

/**
 * What a check measures where nobody names scenarios. The others are measured when they are named.
 */
export const mainScenarios = globOf(firstGroup.scenarios)

export function runConfig(flags: Flags, environment: Environment): RunConfig {
  const services = oneOf(
    'services',
    flags.services ?? 'auto',
    ['auto', ...providerNames],
    providersByOtherNames,
  )
  const profile = profileFrom(flags)
  return {
    repository: repositoryFolder,
    base: flags.base,
    head: flags.head,
    profile,
    scenarioGlob: flags.scenario ?? mainScenarios,
    seed: flags.seed === undefined ? randomSeed() : wholeNumber('seed', flags.seed, seeds),
    outFolder: outFolder(flags),
    services,
    durability: oneOf('durability', flags.durability ?? 'process-crash', durabilityProfiles),
    external: externalServices(services, flags, environment),
    lane: flags.lane === undefined ? undefined : laneName(flags.lane),
    requireBaselines: flags['require-baselines'] ?? false,
    instructions: instructionsFrom(flags, profile.name),
    folders: foldersFrom(environment),
  }
}

/**
 * Of the one or two minutes that they take per scenario, the profile for a quick look has none to
 * give.
 */
const countsInstructions = (profile: MeasuringProfile['name']): boolean => profile !== 'quick'

export function instructionsFrom(flags: Flags, profile: MeasuringProfile['name']): boolean {
  const [wanted, unwanted] = [flags.instructions ?? false, flags['no-instructions'] ?? false]
  if (wanted && unwanted) {
    const message = '--instructions and --no-instructions are both given, expected one of them'
    throw new KnownFailure('usage', message)
  }
  return wanted || (!unwanted && countsInstructions(profile))
}

/**
 * Says the same on a command line that names the profile; nothing where the profile does so
 * unasked.
 */
export function instructionsFlag(
  instructions: boolean,
  profile: MeasuringProfile['name'],
): readonly string[] {
  if (instructions === countsInstructions(profile)) return []
  return [instructions ? '--instructions' : '--no-instructions']
}

/**
 * A whole number of generations is asked for to look at something by hand, or by a test of the run.
 */
function profileFrom(flags: Flags): MeasuringProfile {
  const profile = profiles[oneOf('profile', flags.profile ?? 'quick', profileNames)]
  if (flags.generations === undefined) return profile
  return { ...profile, looks: [wholeNumber('generations', flags.generations, generationCounts)] }
}

/** The flags of a run without a command line, where vitest has the arguments for itself. */
export function flagsFrom(environment: Environment): Flags {
  const words = (environment['PLUMBLINE_FLAGS'] ?? '').split(/\s+/).filter((word) => word !== '')
  return parseCommandLine(words).flags
}

export function outFolder(flags: Flags): string {
  return resolve(flags.out ?? join(repositoryFolder, 'perf-results'))
}

export function resultFile(flags: Flags): string {
  return resolve(flags.result ?? join(repositoryFolder, 'perf-results', 'result.json'))
}

const defaultServePort = 8080

export function portFrom(flags: Flags): number {
  return flags.port === undefined ? defaultServePort : wholeNumber('port', flags.port, ports)
}

/** What people type who know what they want and not what it is called here. */
const providersByOtherNames: Readonly<Record<string, ProviderName>> = {
  docker: 'testcontainers',
  containers: 'testcontainers',
  local: 'embedded',
}

function oneOf<T extends string>(
  name: string,
  value: string,
  allowed: readonly T[],
  otherNames: Readonly<Record<string, T>> = {},
): T {
  const found = allowed.find((candidate) => candidate === value)
  if (found !== undefined) return found
  const state = `--${name} is "${value}"${meantHint(value, allowed, { otherNames })}`
  throw new KnownFailure('usage', `${state}, expected one of ${allowed.join(', ')}`)
}

function laneName(value: string): string {
  if (lanePattern.test(value)) return value
  throw new KnownFailure('usage', `--lane is "${value}", expected a name like local-2cpu`)
}

/** Of a flag; throws KnownFailure('usage') that says the range. */
export function wholeNumber(name: string, value: string, { least, most }: Range): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN
  if (Number.isSafeInteger(number) && number >= least && number <= most) return number
  const expected = `expected a whole number from ${least} to ${most}`
  throw new KnownFailure('usage', `--${name} is "${value}", ${expected}`)
}

function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
}

/** What the terminal can show: https://no-color.org, and a locale that is not UTF-8 gets ASCII. */
export function terminalFrom(environment: Environment, isTty: boolean) {
  const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || ''
  const plain = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb'
  const live = environment['CI'] !== 'true'
  return { live, color: isTty && !plain, unicode: locale === '' || /utf-?8/i.test(locale) }
}
