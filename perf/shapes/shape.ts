/**
 * `shapes/` puts one running system under a load of a certain shape and says how it bore it. A
 * shape is data: parts of a duration with a level each. It has no base to compare with; what it is
 * held against are objectives, invariants and, where the shape asks for it, its own beginning.
 *
 * The way through the folder, which commands/shape.ts goes: options.ts reads what is asked, rig.ts
 * starts services and system, run-whole-shape.ts loads and watches them (plan.ts, loading.ts,
 * observing/), oracles.ts asks whether they are still right, and judging/ decides on figures/.
 * report/ writes it down. judging/, figures/ and report/ are pure.
 */
export const shapeNames = ['smoke', 'load', 'stress', 'spike', 'soak', 'breakpoint'] as const
export type ShapeName = (typeof shapeNames)[number]

/**
 * What a part is for. `ramp` is left out of the steady figures; `normal` is the load that the
 * system is meant to bear; `overload` is meant to be more than it bears; `recovery` is normal
 * again.
 */
export type PartRole = 'ramp' | 'normal' | 'overload' | 'recovery'

export interface ShapePart {
  readonly role: PartRole
  /** Shares of the shape's level. */
  readonly from: number
  readonly to: number
  /** Share of the shape's duration. */
  readonly share: number
}

export interface Shape {
  readonly name: ShapeName
  readonly title: string
  /** Level and duration where none are asked for. */
  readonly journeysPerSecond: number
  readonly durationMs: number
  /** In the order of time; the shares of the duration sum to one. */
  readonly parts: readonly ShapePart[]
  /** How often a stretch is told, and how often it is printed. */
  readonly intervalMs: number
  readonly sayEveryMs: number
}
