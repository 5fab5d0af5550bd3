import type { ShapeResult } from './document.ts'
import { runLadder } from './run-ladder.ts'
import { runSteady, type ShapeRun, type SteadyRequest } from './run-steady.ts'

/** What a shape brings beside its load, by its kind. */
export interface ShapeFindings {
  readonly run: ShapeRun
  /** Parts of the document that only some shapes have. */
  readonly extra: Pick<ShapeResult, 'ladder'>
  /** What the shape itself found wrong, one sentence each. */
  readonly failures: readonly string[]
  /** What a reader has to know beside the figures. */
  readonly remarks: readonly string[]
}

export async function runWholeShape(request: SteadyRequest): Promise<ShapeFindings> {
  switch (request.shape.name) {
    case 'breakpoint':
      return ladderFindings(request)
    case 'smoke':
    case 'load':
    case 'stress':
    case 'spike':
    case 'soak':
      return { run: await runSteady(request), extra: {}, failures: [], remarks: [] }
  }
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
  return { run, extra, failures, remarks }
}
