import type { Shape, ShapeName, ShapePart } from './shape.ts'

const second = 1_000
const minute = 60 * second

const ramp = (share: number, to = 1): ShapePart => ({ role: 'ramp', from: 0, to, share })
const hold = (role: ShapePart['role'], level: number, share: number): ShapePart => ({
  role,
  from: level,
  to: level,
  share,
})

/** Of the peak, what the system bears with ease. */
const calm = 0.25

/**
 * The six shapes, shortened for one machine (X6). The source's own is
 * `load --rate 3000 --duration 300s`, which ramps up for 30 s (R3.24). The level of `stress` and
 * `spike` is their peak.
 */
export const shapes: Readonly<Record<ShapeName, Shape>> = {
  smoke: {
    name: 'smoke',
    title: 'Smoke: does it work at all',
    journeysPerSecond: 50,
    durationMs: 30 * second,
    parts: [ramp(0.1), hold('normal', 1, 0.9)],
    intervalMs: second,
    sayEveryMs: 5 * second,
  },
  load: {
    name: 'load',
    title: 'Load: a rate is held against its objectives',
    journeysPerSecond: 3_000,
    durationMs: 2 * minute,
    parts: [ramp(0.1), hold('normal', 1, 0.9)],
    intervalMs: second,
    sayEveryMs: 10 * second,
  },
  stress: {
    name: 'stress',
    title: 'Stress: more than it bears, held, and taken away again',
    journeysPerSecond: 18_000,
    durationMs: 2 * minute,
    parts: [
      ramp(0.05, calm),
      hold('normal', calm, 0.2),
      { role: 'ramp', from: calm, to: 1, share: 0.05 },
      hold('overload', 1, 0.4),
      hold('recovery', calm, 0.3),
    ],
    intervalMs: second,
    sayEveryMs: 5 * second,
  },
  spike: {
    name: 'spike',
    title: 'Spike: a sudden crowd, and how soon it is forgotten',
    journeysPerSecond: 18_000,
    durationMs: 2 * minute,
    parts: [
      ramp(0.05, calm),
      hold('normal', calm, 0.3),
      hold('overload', 1, 0.15),
      hold('recovery', calm, 0.5),
    ],
    intervalMs: second / 2,
    sayEveryMs: 5 * second,
  },
  soak: {
    name: 'soak',
    title: 'Soak: hours of the same, and what grows meanwhile',
    journeysPerSecond: 1_000,
    durationMs: 15 * minute,
    parts: [ramp(0.02), hold('normal', 1, 0.98)],
    intervalMs: 5 * second,
    sayEveryMs: minute,
  },
  breakpoint: {
    name: 'breakpoint',
    title: 'Breakpoint: where it stops following, and what stops it',
    journeysPerSecond: 1_000,
    // Of each step of the ladder.
    durationMs: 20 * second,
    parts: [ramp(0.15), hold('normal', 1, 0.85)],
    intervalMs: second,
    sayEveryMs: 20 * second,
  },
}
