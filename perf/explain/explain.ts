import type { Cause, ChangedLines, CodePlace } from '../result/evidence.ts'
import { type Candidate, leading } from './candidate.ts'
import { codeCauses } from './code-causes.ts'
import { counterCauses } from './counter-causes.ts'
import { type Explained, viewOf } from './evidence-view.ts'
import { instructionCauses } from './instruction-causes.ts'
import { schemaCauses } from './schema-causes.ts'
import { statementCauses } from './statement-causes.ts'
import { onlyChangedFile } from './touched.ts'
import { waitCauses } from './wait-causes.ts'

/**
 * `explain/` says why: a judged scenario that regressed, with the evidence of its inspections,
 * becomes a few likely causes, largest first. It is pure. `evidence/` is its first half: raw
 * profiles, plans and waits of both arms become evidence.
 *
 * What leads is what was asked for: more statements, messages, bytes, a changed plan. The CPU time
 * that clients spend on it is told with it and not again. Then comes code that costs more, lines of
 * the change before others. Symptoms – a full resource, a longer queue – have a fifth of a reason's
 * weight: they are told where no reason comes near them.
 */
export interface ExplainInput {
  readonly scenario: Explained
  readonly changedLines: ChangedLines
}

export function explain({ scenario, changedLines }: ExplainInput): Cause[] {
  if (!hasRegressed(scenario)) return []
  const view = viewOf(scenario, changedLines)
  const found = [...statementCauses(view), ...schemaCauses(view), ...counterCauses(view)]
  const work = found.map((candidate) => placed(candidate, onlyChangedFile(changedLines)))
  const waits = waitCauses(view)
  const code = withoutTold(codeCauses(view, work), waits)
  return leading([...work, ...code, ...waits, ...instructionCauses(view)])
}

function hasRegressed({ metrics, counters }: Explained): boolean {
  return [...metrics, ...counters].some(
    ({ role, verdict }) => role === 'gate' && verdict.kind === 'regressed',
  )
}

/**
 * Constants and settings are on no stack; that they can be in one file only is known all the same.
 */
function placed(candidate: Candidate, only: CodePlace | null): Candidate {
  if (candidate.nature !== 'work' || candidate.place !== null || only === null) return candidate
  return { ...candidate, place: only, onlyChangedFile: true }
}

/** A function that blocks the event loop is told as that. */
function withoutTold(code: readonly Candidate[], waits: readonly Candidate[]): Candidate[] {
  const told = waits.filter(({ kind }) => kind === 'event-loop')
  return code.filter(
    ({ place }) =>
      !told.some((wait) => wait.place?.file === place?.file && wait.place?.line === place?.line),
  )
}
