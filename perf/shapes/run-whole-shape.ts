import type { ObjectiveResult, ShapeResult } from './document.ts'
import { growthDoubts } from './judging/leak.ts'
import { judgeLadder } from './judging/ladder.ts'
import { normalObjectives, overloadDoubts, saturatedRemarks } from './judging/overload.ts'
import { judgeRecovery, overloadObjectives } from './judging/recovery.ts'
import { leakSentence } from './report/growth.ts'
import { runLadder } from './run-ladder.ts'
import { runSoak } from './run-soak.ts'
import { runSteady, type ShapeRun, type SteadyRequest } from './run-steady.ts'

/** What a shape brings beside its load, by its kind. */
export interface ShapeFindings {
  readonly run: ShapeRun
  /** Parts of the document that only some shapes have. */
  readonly extra: Pick<ShapeResult, 'ladder' | 'growth' | 'held' | 'recovery'>
  /** Objectives of this shape alone. */
  readonly objectives: readonly ObjectiveResult[]
  /** What the shape itself found wrong, one sentence each. */
  readonly failures: readonly string[]
  /** Why nothing was learned, one sentence each. */
  readonly doubts?: readonly string[]
  /** What a reader has to know beside the figures. */
  readonly remarks: readonly string[]
}

export async function runWholeShape(request: SteadyRequest): Promise<ShapeFindings> {
  switch (request.shape.name) {
    case 'breakpoint':
      return ladderFindings(request)
    case 'soak':
      return soakFindings(request)
    case 'stress':
    case 'spike':
      return overloadFindings(request)
    case 'smoke':
    case 'load':
      return onlyRun(await runSteady(request))
  }
}

async function overloadFindings(request: SteadyRequest): Promise<ShapeFindings> {
  const run = await runSteady(request)
  const { parts, generator } = run.figures
  const recovery = judgeRecovery(run.figures)
  if (recovery === undefined) {
    const failures = ['nothing was answered before the overload: there is nothing to come back to']
    return { ...onlyRun(run), failures }
  }
  const { scenario, options } = request
  return {
    ...onlyRun(run),
    extra: { recovery },
    objectives: [
      ...normalObjectives(parts, options.level.kind, scenario.objectives),
      ...overloadObjectives(recovery),
    ],
    doubts: overloadDoubts(parts),
    remarks: saturatedRemarks(generator),
  }
}

async function soakFindings(request: SteadyRequest): Promise<ShapeFindings> {
  const { inspectorPort } = request.rig
  if (inspectorPort === undefined) {
    throw new Error('the system was started without an inspector, expected one for a soak')
  }
  const { growth, held, ...run } = await runSoak(request, inspectorPort)
  const failures = growth
    .filter(({ verdict, mayFail }) => verdict === 'leak' && mayFail)
    .map(leakSentence)
  const remarks = growth
    .filter(({ verdict, mayFail }) => !mayFail && (verdict === 'unknown' || verdict === 'leak'))
    .map(({ name, why }) => `${name}: ${why}`)
  const extra = { growth: [...growth], held: [...held] }
  return { ...onlyRun(run), extra, failures, doubts: growthDoubts(growth), remarks }
}

async function ladderFindings(request: SteadyRequest): Promise<ShapeFindings> {
  const { ladder, ...run } = await runLadder(request)
  const { steps, knee, bottleneck } = ladder
  const extra = {
    ladder: {
      steps: [...steps],
      knee: knee ?? null,
      bottleneck:
        bottleneck === undefined
          ? null
          : { name: bottleneck.name, evidence: [...bottleneck.evidence] },
    },
  }
  return { ...onlyRun(run), extra, ...judgeLadder(ladder) }
}

/** Of a shape that has found nothing beside its load. */
function onlyRun(run: ShapeRun): ShapeFindings {
  return { run, extra: {}, objectives: [], failures: [], remarks: [] }
}
