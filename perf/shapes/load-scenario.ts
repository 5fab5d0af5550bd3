import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { repositoryFolder } from '../config.ts'
import { KnownFailure } from '../errors.ts'
import type { Journey } from '../load/journey.ts'
import { meantHint } from '../near-miss.ts'
import type { Objective } from '../result/recording.ts'
import type { JourneyScenario, Scenario } from '../scenarios/scenario.ts'
import { scenarioNames } from '../session/run-scenarios.ts'
import type { MixWeights } from './judging/mix.ts'

/** A scenario as shapes load it: its journey, or one made for loads under `shapes/journeys/`. */
export interface LoadScenario {
  readonly name: string
  /** Of the journey: what one unit of a rate is. */
  readonly journey: string
  /** Absolute, for the generator's process. */
  readonly file: string
  /** Ids of invariants that take what the system acknowledged. */
  readonly invariants: readonly string[]
  readonly objectives: readonly Objective[]
  /** What the journey is made of, where it says so. */
  readonly mixes: readonly MixWeights[]
}

interface LoadModule {
  readonly default: { readonly journey: Journey; readonly mixes?: readonly MixWeights[] }
}

const scenariosFolder = join(repositoryFolder, 'perf', 'scenarios')
const journeysFolder = join(import.meta.dirname, 'journeys')

/** Throws KnownFailure('usage') for a name that is none, and for a scenario that has no journey. */
export async function loadScenario(name: string): Promise<LoadScenario> {
  if (!scenarioNames().includes(name)) throw await notOne(name)
  const scenario = await scenarioOf(name)
  if (scenario.kind !== 'journey') {
    const state = `--scenario "${name}" is a ${scenario.kind}`
    const expected = `expected a scenario with a journey to load with, one of ${await loadable()}`
    throw new KnownFailure('usage', `${state}, ${expected}`)
  }
  const own = join(journeysFolder, `${name}.ts`)
  const file = fileOf(name)
  return existsSync(own) ? withOwnJourney(scenario, own) : withJourneyOf(scenario, file)
}

async function notOne(name: string): Promise<KnownFailure> {
  const isGlob = /[*?[\]{},]/.test(name)
  const state = isGlob
    ? 'is a glob, of which this command takes none: it loads with one scenario'
    : `is no scenario${meantHint(name, scenarioNames())}`
  const expected = `expected one of ${await loadable()}`
  return new KnownFailure('usage', `--scenario "${name}" ${state}, ${expected}`)
}

/** Only to refuse: each has to be loaded to say what it is. */
async function loadable(): Promise<string> {
  const names = scenarioNames()
  const scenarios = await Promise.all(names.map(scenarioOf))
  return names.filter((_, index) => scenarios[index]?.kind === 'journey').join(', ')
}

const fileOf = (name: string) => join(scenariosFolder, `${name}.perf.ts`)

async function scenarioOf(name: string): Promise<Scenario> {
  return ((await importFile(fileOf(name))) as { readonly default: Scenario }).default
}

function withJourneyOf(scenario: JourneyScenario, file: string): LoadScenario {
  const { name, journey, invariants, objectives = [] } = scenario
  return { name, journey: journey.name, file, invariants, objectives, mixes: [] }
}

async function withOwnJourney(scenario: JourneyScenario, file: string): Promise<LoadScenario> {
  const { journey, mixes = [] } = ((await importFile(file)) as LoadModule).default
  return { ...withJourneyOf(scenario, file), journey: journey.name, mixes }
}

function importFile(file: string): Promise<unknown> {
  return import(pathToFileURL(file).href)
}
