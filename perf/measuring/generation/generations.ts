import { KnownFailure } from '../../errors.ts'
import { seededRandom } from '../../load/random.ts'
import type { Generation, InvariantResult } from '../../result/document.ts'
import { joinInvariants } from '../../result/join-recordings.ts'
import type { MeasureTask } from '../../session/session.ts'
import type { KindMeasure } from '../kinds/kind.ts'
import type { MeasureRequest } from '../measure-scenario.ts'
import type { Workbench } from '../workbench.ts'
import { type GenerationPlan, planGenerations } from './coin.ts'
import { refusedLoss, type ScenarioFailure, scenarioFailure } from './losses.ts'
import { startPair } from './pair.ts'

export interface MeasuredGenerations {
  readonly generations: Generation[]
  readonly invariants: InvariantResult[]
  /** Why there are no more; undefined when all of the task's were begun. */
  readonly failure?: ScenarioFailure
}

/**
 * The generations of one task. The coin is the run's, tossed for all generations up to the task's
 * last, so that a generation's plan does not depend on how many looks came before it.
 */
export async function measureGenerations(
  bench: Workbench,
  kind: KindMeasure,
  task: MeasureTask,
  request: MeasureRequest,
): Promise<MeasuredGenerations> {
  const generations: Generation[] = []
  const invariants: InvariantResult[] = []
  const losses: KnownFailure[] = []
  const plans = planGenerations(task.to, seededRandom(request.session.seed)).slice(task.from)
  for (const plan of plans) {
    const outcome = await measureGeneration(bench, kind, plan, task, request)
    if (outcome instanceof KnownFailure) {
      losses.push(outcome)
      generations.push(lostGeneration(plan, outcome))
      const refused = refusedLoss(plan, losses)
      if (refused === undefined) continue
      const failure = scenarioFailure(refused)
      return { generations, invariants: joinInvariants(invariants), failure }
    }
    generations.push(outcome.generation)
    invariants.push(...outcome.invariants)
  }
  return { generations, invariants: joinInvariants(invariants) }
}

interface MeasuredGeneration {
  readonly generation: Generation
  readonly invariants: readonly InvariantResult[]
}

/** A known failure is a generation lost; whether that can be borne is the caller's to say. */
async function measureGeneration(
  bench: Workbench,
  kind: KindMeasure,
  plan: GenerationPlan,
  task: MeasureTask,
  { scenario, onProgress }: MeasureRequest,
): Promise<MeasuredGeneration | KnownFailure> {
  const position = { scenario: scenario.name, index: plan.index + 1, total: task.to }
  onProgress({ kind: 'generation-started', ...position })
  try {
    await using pair = await startPair(bench, plan)
    const measured = await kind.generation(pair, plan)
    const invariants = await kind.invariants(pair)
    onProgress({ kind: 'generation-finished', ...position })
    return { generation: { ...measured, dropped: null }, invariants }
  } catch (failure) {
    if (!(failure instanceof KnownFailure)) throw failure
    onProgress({ kind: 'generation-finished', ...position, dropped: failure.message })
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
