import { KnownFailure } from '../errors.ts'
import { seededRandom } from '../load/random.ts'
import type { ProgressEvent } from '../report/progress-event.ts'
import type { Generation } from '../result/document.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { Session } from '../session/session.ts'
import { recordingSchemaVersion, type ScenarioRecording } from '../result/recording.ts'
import { batchKind } from './batch-kind.ts'
import { type GenerationPlan, planGenerations } from './coin.ts'
import { countPasses } from './counter-passes.ts'
import { controlKind } from './control-kind.ts'
import { InvariantTally } from './invariant-tally.ts'
import { requireInvariants } from './invariants.ts'
import { journeyKind } from './journey-kind.ts'
import type { KindMeasure } from './kind.ts'
import { refuseLoss } from './losses.ts'
import { startPair } from './pair.ts'
import { openWorkbench, type Workbench } from './workbench.ts'

/**
 * Measures one scenario: counter passes, then generations of fresh processes, each arm loaded in the
 * coin's order. It decides nothing: what it returns is for the judge.
 */
export interface MeasureRequest {
  readonly session: Session
  readonly scenario: Scenario
  readonly scenarioFile: string
  readonly onProgress: (event: UntimedEvent) => void
}

/** The listener knows the run's clock; measuring only says what happened. */
export type UntimedEvent = ProgressEvent extends infer Event
  ? Event extends ProgressEvent
    ? Omit<Event, 'atMs'>
    : never
  : never

export async function measureScenario(request: MeasureRequest): Promise<ScenarioRecording> {
  const { session, scenario } = request
  for (const arm of ['base', 'head'] as const) {
    await requireInvariants(arm, session.arms[arm].folder, scenario.invariants)
  }
  await using bench = await openWorkbench(session)
  const kind = kindOf(bench, request)
  const tally = new InvariantTally()
  const note = (message: string) =>
    request.onProgress({ kind: 'note', scenario: scenario.name, message })
  note('counting work in serial passes')
  const { serialWork } = kind
  const counters =
    serialWork === undefined ? [] : await countPasses(bench, scenario.name, serialWork)
  const generations: Generation[] = []
  const losses: KnownFailure[] = []
  const random = seededRandom(session.seed)
  for (const plan of planGenerations(session.profile.generations, random)) {
    const outcome = await measureGeneration(bench, kind, plan, tally, request)
    if (outcome instanceof KnownFailure) {
      losses.push(outcome)
      refuseLoss(plan, losses)
      generations.push(lostGeneration(plan, outcome))
    } else generations.push(outcome)
  }
  const { saturated, ...load } = kind.load()
  return {
    schema: recordingSchemaVersion,
    name: scenario.name,
    title: scenario.title,
    kind: scenario.kind,
    generations,
    counters,
    invariants: tally.results(),
    ...load,
    ...(saturated === undefined ? {} : { generatorSaturated: saturated }),
  }
}

function kindOf(bench: Workbench, request: MeasureRequest): KindMeasure {
  const { scenario, scenarioFile } = request
  switch (scenario.kind) {
    case 'journey':
      return journeyKind(bench, scenario, scenarioFile)
    case 'batch':
      return batchKind(bench, scenario)
    case 'control':
      return controlKind(bench, scenario, scenarioFile)
  }
}

/** A known failure is a generation lost; whether that can be borne is the caller's to say. */
async function measureGeneration(
  bench: Workbench,
  kind: KindMeasure,
  plan: GenerationPlan,
  tally: InvariantTally,
  request: MeasureRequest,
): Promise<Generation | KnownFailure> {
  const position = {
    scenario: request.scenario.name,
    index: plan.index + 1,
    total: request.session.profile.generations,
  }
  request.onProgress({ kind: 'generation-started', ...position })
  try {
    await using pair = await startPair(bench, plan)
    const measured = await kind.generation(pair, plan)
    tally.add(await kind.invariants(pair))
    request.onProgress({ kind: 'generation-finished', ...position })
    return { ...measured, dropped: null }
  } catch (failure) {
    if (!(failure instanceof KnownFailure)) throw failure
    request.onProgress({ kind: 'generation-finished', ...position, dropped: failure.message })
    return failure
  }
}

function lostGeneration(plan: GenerationPlan, failure: KnownFailure): Generation {
  const nothing = { base: {}, head: {} }
  return {
    index: plan.index,
    order: '',
    slots: { ...plan.slots },
    ...nothing,
    dropped: failure.message,
  }
}
