import type { ProgressEvent } from '../report/progress-event.ts'
import { joinRecordings } from '../result/join-recordings.ts'
import { recordingSchemaVersion, type ScenarioRecording } from '../result/recording.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { ExplainTask, MeasureTask, Session, SessionTask } from '../session/session.ts'
import { batchKind } from './kinds/batch-kind.ts'
import { controlKind } from './kinds/control-kind.ts'
import { type CountedWork, countPasses } from './counting/counter-passes.ts'
import { measureGenerations } from './generation/generations.ts'
import { countInstructions } from './counting/instruction-pass.ts'
import { requireInvariants } from './generation/invariants.ts'
import { journeyKind } from './kinds/journey-kind.ts'
import type { KindMeasure } from './kinds/kind.ts'
import { scenarioFailure } from './generation/losses.ts'
import { inspectArms } from './inspection/profile-pass.ts'
import { asNewInHead, headOnBothSides, isNewInHead } from './new-in-head.ts'
import { openWorkbench, type Workbench } from './workbench.ts'

/**
 * Measures one scenario: counter passes, then generations of fresh processes, each arm loaded in
 * the coin's order. It decides nothing: what it returns is for the judge, also where a system fails
 * and the scenario ends with that. A later task goes on where the recording so far ended.
 *
 * `generation/` is the pair of fresh systems, what the coin says of it, and what becomes of one
 * that is lost; `kinds/` what is done with the pair, be it a journey, a batch or a control;
 * `counting/` the passes in which nothing is timed; `inspection/` looks inside, after the verdict.
 * Probes, loads and comparisons are others'.
 */
export interface MeasureRequest {
  readonly session: Session
  readonly scenario: Scenario
  readonly scenarioFile: string
  /** What earlier tasks of this session recorded; undefined before the first. */
  readonly earlier: ScenarioRecording | undefined
  readonly onProgress: (event: UntimedEvent) => void
}

/** The listener knows the run's clock; measuring only says what happened. */
export type UntimedEvent = ProgressEvent extends infer Event
  ? Event extends ProgressEvent
    ? Omit<Event, 'atMs'>
    : never
  : never

export function measureScenario(request: MeasureRequest): Promise<ScenarioRecording> {
  const { task } = request.session
  switch (task.kind) {
    case 'measure':
      return measure(request, task)
    case 'explain':
      return explainScenario(request, task)
  }
}

async function measure(request: MeasureRequest, task: MeasureTask): Promise<ScenarioRecording> {
  const { session, scenario, earlier, onProgress } = request
  const position = positionOf(scenario.name, task)
  onProgress({ kind: 'scenario-started', ...position, generations: task.to - task.from })
  await requireInvariants('head', session.arms.head.folder, scenario.invariants)
  const isNew = await isNewInHead(session.arms, scenario.operations ?? [])
  const recording = isNew
    ? asNewInHead(await measureArms({ ...request, session: headOnBothSides(session) }, task, false))
    : await measureArms(request, task, earlier === undefined)
  return earlier === undefined ? recording : joinRecordings(earlier, recording)
}

async function measureArms(
  request: MeasureRequest,
  task: MeasureTask,
  isCounted: boolean,
): Promise<ScenarioRecording> {
  const { session, scenario } = request
  await using bench = await openWorkbench(session)
  const kind = kindOf(bench, request)
  const counted: Counted = isCounted ? await count(bench, kind, request) : { counters: [] }
  const measured =
    counted.failure === undefined
      ? await measureGenerations(bench, kind, task, request)
      : { generations: [], invariants: [] }
  const { saturated, ...load } = kind.load()
  return {
    schema: recordingSchemaVersion,
    name: scenario.name,
    title: scenario.title,
    kind: scenario.kind,
    ...(scenario.objectives === undefined ? {} : { objectives: [...scenario.objectives] }),
    ...(kind.metricDescriptions === undefined
      ? {}
      : { metricDescriptions: kind.metricDescriptions }),
    ...counted,
    ...measured,
    ...load,
    ...warmUpOf(kind),
    ...(saturated === undefined ? {} : { generatorSaturated: saturated }),
  }
}

function warmUpOf({
  warmUp,
}: KindMeasure): Pick<ScenarioRecording, 'warmUpOperations' | 'warmUpIsFlat'> {
  if (warmUp === undefined) return {}
  const { operations, isFlat } = warmUp
  return {
    warmUpOperations: operations,
    ...(isFlat === undefined ? {} : { warmUpIsFlat: isFlat }),
  }
}

/** Adds to the recording what was seen inside the arms under load. */
async function explainScenario(
  request: MeasureRequest,
  task: ExplainTask,
): Promise<ScenarioRecording> {
  const { session, scenario, earlier, onProgress } = request
  if (earlier === undefined)
    throw new Error(`${scenario.name} is to be explained, but not measured`)
  onProgress({ kind: 'scenario-started', ...positionOf(scenario.name, task) })
  await using bench = await openWorkbench(session)
  const seen = await inspectArms(bench, scenario.name, kindOf(bench, request))
  return { ...earlier, evidence: { ...earlier.evidence, ...seen } }
}

function positionOf(name: string, { scenarios }: SessionTask) {
  return { scenario: name, index: scenarios.indexOf(name) + 1, total: scenarios.length }
}

function kindOf(bench: Workbench, request: MeasureRequest): KindMeasure {
  const { scenario, scenarioFile, earlier } = request
  switch (scenario.kind) {
    case 'journey':
      return journeyKind(bench, scenario, scenarioFile, earlier?.warmUpOperations)
    case 'batch':
      return batchKind(bench, scenario)
    case 'control':
      return controlKind(bench, scenario, scenarioFile)
  }
}

type Counted = Pick<ScenarioRecording, 'counters' | 'evidence' | 'failure'>

/** Everything that is counted and not timed; once per run, because it is the same at every look. */
async function count(
  bench: Workbench,
  kind: KindMeasure,
  { session, scenario, onProgress }: MeasureRequest,
): Promise<Counted> {
  const { serialWork } = kind
  if (serialWork === undefined) return { counters: [] }
  const note = (message: string) => onProgress({ kind: 'note', scenario: scenario.name, message })
  let passes: CountedWork
  try {
    passes = await countPasses(bench, scenario.name, serialWork, note)
  } catch (failure) {
    return { counters: [], failure: scenarioFailure(failure) }
  }
  const { counters, changes } = passes
  if (!session.instructions) return { counters, evidence: { execution: [...changes] } }
  const instructions = await countInstructions(bench, scenario.name, serialWork, note)
  return { counters, evidence: { execution: [...changes], instructions } }
}
