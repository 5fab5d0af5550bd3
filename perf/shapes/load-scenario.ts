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
  const known = scenarioNames()
  if (!known.includes(name)) {
    const state = `--scenario "${name}" is no scenario${meantHint(name, known)}`
    throw new KnownFailure('usage', `${state}, expected one of ${known.join(', ')}`)
  }
  const scenarioFile = join(scenariosFolder, `${name}.perf.ts`)
  const scenario = ((await importFile(scenarioFile)) as { readonly default: Scenario }).default
  if (scenario.kind !== 'journey') {
    const state = `--scenario "${name}" is a ${scenario.kind}`
    throw new KnownFailure('usage', `${state}, expected a scenario with a journey to load with`)
  }
  const own = join(journeysFolder, `${name}.ts`)
  return existsSync(own) ? withOwnJourney(scenario, own) : withJourneyOf(scenario, scenarioFile)
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
