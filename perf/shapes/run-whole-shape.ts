import type { ObjectiveResult, ShapeResult } from './document.ts'
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
      return { run: await runSteady(request), extra: {}, objectives: [], failures: [], remarks: [] }
  }
}

async function overloadFindings(request: SteadyRequest): Promise<ShapeFindings> {
  const run = await runSteady(request)
  const recovery = judgeRecovery(run.figures)
  if (recovery === undefined) {
    const failures = ['nothing was answered before the overload: there is nothing to come back to']
    return { run, extra: {}, objectives: [], failures, remarks: [] }
  }
  const { shedShare, acceptedShare } = recovery.overload
  const remarks =
    shedShare === 0 && acceptedShare > 0.99
      ? ['nothing was shed: the peak is not more than the system bears']
      : []
  const objectives = overloadObjectives(recovery)
  return { run, extra: { recovery }, objectives, failures: [], remarks }
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
    .filter(({ verdict, mayFail }) => verdict === 'unknown' || (verdict === 'leak' && !mayFail))
    .map(({ name, why }) => `${name}: ${why}`)
  return { run, extra: { growth: [...growth], held: [...held] }, objectives: [], failures, remarks }
}

async function ladderFindings(request: SteadyRequest): Promise<ShapeFindings> {
  const { ladder, ...run } = await runLadder(request)
  const { steps, knee, bottleneck } = ladder
  const first = steps[0]
  const failures =
    first === undefined || first.isKept
      ? []
      : [`not even the first rate was kept: ${first.lostBecause ?? 'unknown why'}`]
  const remarks =
    knee === undefined && failures.length === 0
      ? ['no rate was lost: the knee lies above the highest that was tried']
      : []
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
  return { run, extra, objectives: [], failures, remarks }
}
