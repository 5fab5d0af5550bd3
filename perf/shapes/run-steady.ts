import type { ShapeOptions } from './options.ts'
import { type Loaded, load, type LoadProgress } from './loading.ts'
import type { LoadScenario } from './load-scenario.ts'
import { type LoadPlan, planOf } from './plan.ts'
import { openEventDelays } from './observing/event-delays.ts'
import { poolReading } from './observing/told-by-pools.ts'
import { liveLines } from './report/live-lines.ts'
import { startLine } from './report/target.ts'
import type { Reading } from './observing/observer.ts'
import type { Rig } from './rig.ts'
import type { Shape } from './shape.ts'

/** One load from the shape's beginning to its end. */
export interface SteadyRequest {
  readonly options: ShapeOptions
  readonly shape: Shape
  readonly scenario: LoadScenario
  readonly rig: Rig
  readonly say: (line: string) => void
}

export interface ShapeRun extends Loaded {
  readonly plan: LoadPlan
}

export async function runSteady(
  request: SteadyRequest,
  readings: readonly Reading[] = [],
): Promise<ShapeRun> {
  const { options, shape, scenario, rig, say } = request
  const plan = planOf(shape, options.level, options.durationMs)
  say(startLine(shape.name, scenario.journey, plan))
  await using delays = await openEventDelays(rig)
  const loaded = await load({
    rig,
    scenario,
    plan,
    seed: options.config.seed,
    index: 0,
    intervalMs: shape.intervalMs,
    observeEveryMs: Math.min(shape.sayEveryMs, observeMostMs, plan.durationMs / readingsLeast),
    readings: [poolReading(rig.system.client), ...readings],
    onStretch: livePrinter(request, plan),
  })
  return { ...loaded, figures: { ...loaded.figures, events: await delays.figures() }, plan }
}

/** A scrape costs the system some milliseconds. */
const observeMostMs = 5_000
/** A run of seconds is looked at often enough, too. */
const readingsLeast = 100

function livePrinter({ options, shape, say }: SteadyRequest, plan: LoadPlan) {
  const everyMs = Math.min(shape.sayEveryMs, plan.durationMs / linesLeast)
  let saidMs = 0
  return (progress: LoadProgress): void => {
    const { toMs } = progress.interval
    // A stretch ends some milliseconds before or after its multiple.
    if (toMs - saidMs < everyMs - shape.intervalMs / 2) return
    const level = options.level.kind
    for (const line of liveLines({ progress, level, parts: plan.parts, sinceMs: saidMs })) say(line)
    saidMs = toMs
  }
}

/** A run of seconds shows that it lives, too. */
const linesLeast = 4
