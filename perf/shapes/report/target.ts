import { exact, plural } from '../../counts.ts'
import type { Level, LoadPlan, PlannedPart, Span } from '../plan.ts'

/** What a live line's rate is to be held against: "(target 2,000) (ramp)". */
export function targetOf(level: Level['kind'], parts: readonly PlannedPart[], span: Span): string {
  // A stretch ends some milliseconds before or after its part.
  const endMs = span.toMs - slackMs
  const part = parts.find(({ toMs }) => endMs < toMs) ?? parts.at(-1)
  const goal = Math.round(part?.level ?? 0)
  const asked = level === 'rate' ? `(target ${exact(goal)})` : `(${plural(goal, 'user')})`
  return [asked, ...rampOf(parts, span)].join(' ')
}

/** Where a level is still on its way to the target, a rate below it is as it should be. */
function rampOf(parts: readonly PlannedPart[], { fromMs, toMs }: Span): string[] {
  const ramp = parts.findLast(
    (part) => part.role === 'ramp' && part.fromMs < toMs - slackMs && part.toMs > fromMs + slackMs,
  )
  if (ramp === undefined) return []
  return ramp.toMs > toMs - slackMs ? ['(ramp)'] : [`(ramp to T+${seconds(ramp.toMs)}s)`]
}

/** By which a timer may be early or late. */
const slackMs = 50

const seconds = (ms: number) => exact(Math.round(ms / 100) / 10)

/** What is going to happen, when it begins. */
export function startLine(shape: string, journey: string, plan: Omit<LoadPlan, 'load'>): string {
  const [first] = plan.parts
  const ramp =
    first?.role === 'ramp' ? `, the first ${seconds(first.toMs - first.fromMs)} s of it ramp` : ''
  return `${shape}: ${seconds(plan.durationMs)} s of "${journey}"${ramp}`
}
