import type { StagedShape } from '../load/load.ts'
import type { Stage } from '../load/stages.ts'
import type { PartRole, Shape } from './shape.ts'

/** What the level of a shape counts. */
export type Level =
  | { readonly kind: 'rate'; readonly journeysPerSecond: number }
  | { readonly kind: 'users'; readonly users: number; readonly thinkMs: number }

/** A part with its place in time, from the schedule's beginning. */
export interface PlannedPart {
  readonly role: PartRole
  readonly fromMs: number
  readonly toMs: number
  /** Level at its end, in journeys per second or users. */
  readonly level: number
}

export interface LoadPlan {
  readonly durationMs: number
  readonly parts: readonly PlannedPart[]
  readonly load: StagedShape
}

export function planOf(shape: Shape, level: Level, durationMs: number): LoadPlan {
  const peak = level.kind === 'rate' ? level.journeysPerSecond : level.users
  const stages = shape.parts.map(({ from, to, share }): Stage => ({
    from: from * peak,
    to: to * peak,
    durationMs: share * durationMs,
  }))
  const load: StagedShape =
    level.kind === 'rate'
      ? { kind: 'staged', stages, connections: connectionsFor(peak) }
      : { kind: 'users', stages, connections: level.users, thinkMs: level.thinkMs }
  return { durationMs, parts: placed(shape, stages), load }
}

function placed(shape: Shape, stages: readonly Stage[]): PlannedPart[] {
  let fromMs = 0
  return stages.map(({ to, durationMs }, index) => {
    const part = { role: shape.parts[index]?.role ?? 'normal', fromMs, toMs: fromMs + durationMs }
    fromMs = part.toMs
    return { ...part, level: to }
  })
}

export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** From the end of the last ramp before a held level to the schedule's end. */
export function steadySpan({ parts, durationMs }: Pick<LoadPlan, 'parts' | 'durationMs'>): Span {
  const held = parts.find(({ role }) => role !== 'ramp')
  return { fromMs: held?.fromMs ?? 0, toMs: durationMs }
}

const connectionsLeast = 50
const connectionsMost = 4_000
/** The longest stall during which arrivals still find a connection each (research: load engine). */
const stallMs = 500

/** Beyond them arrivals queue in the generator, still counted from when they were due. */
export function connectionsFor(journeysPerSecond: number): number {
  const wanted = Math.ceil((journeysPerSecond * stallMs) / 1_000)
  return Math.min(connectionsMost, Math.max(connectionsLeast, wanted))
}

/**
 * What so many users amount to (X7): each comes back after his pause and the answer.
 * @param responseMs of a whole journey, in the mean
 */
export function rateOfUsers(users: number, thinkMs: number, responseMs: number): number {
  return (users * 1_000) / (thinkMs + responseMs)
}
