import { availableParallelism } from 'node:os'
import type { CoresUsed, LadderStep } from './document.ts'
import { climbLadder, type KneeEstimate, type Ladder, type Trial } from './judging/staircase.ts'
import { lostBecause, offeredTooLittle } from './judging/kept-rate.ts'
import { nameBottleneck } from './judging/bottleneck.ts'
import { type Loaded, load } from './loading.ts'
import { eventLoop } from './observing/cores.ts'
import { type Pressure, PressureMeter } from './observing/pressure.ts'
import { planOf, type Span, steadySpan } from './plan.ts'
import type { ShapeRun, SteadyRequest } from './run-steady.ts'

/**
 * A ladder of rates on one system: up by half until one is lost, then up and down around that
 * place. Which resource was full is read at every rate.
 */
export interface LadderRun extends ShapeRun {
  readonly ladder: LadderFound
}

export interface LadderFound {
  readonly steps: readonly LadderStep[]
  readonly knee: KneeEstimate | undefined
  readonly bottleneck: ReturnType<typeof nameBottleneck>
}

interface Tried extends ShapeRun, Trial {
  readonly step: LadderStep
}

export async function runLadder(request: SteadyRequest): Promise<LadderRun> {
  const { level } = request.options
  const first = level.kind === 'rate' ? level.journeysPerSecond : request.shape.journeysPerSecond
  await using meter = await PressureMeter.open(request.rig)
  let loads = 0
  const tryRate = async (rate: number): Promise<Tried> => {
    const next = await trial(request, meter, Math.max(1, Math.round(rate)), loads)
    loads += 1
    return next
  }
  // The first load after a start pays for compiling and for empty pools.
  request.say(`warm-up at ${first}/s`)
  const warmUp = await tryRate(first)
  const climbed = await climbLadder(first, async (rate) => {
    const next = await tryRate(rate)
    request.say(stepLine(next.step))
    return next
  })
  return found(climbed, warmUp)
}

function found({ tried, knee }: Ladder<Tried>, fallback: Tried): LadderRun {
  const steps = tried.map(({ step }) => step)
  const [highest] = tried
    .filter(({ isKept, level }) => isKept && level <= (knee?.level ?? Infinity))
    .toSorted((a, b) => b.level - a.level)
  const { level: _level, isKept: _isKept, step: _step, ...shown } = highest ?? fallback
  return { ...shown, ladder: { steps, knee, bottleneck: nameBottleneck(steps) } }
}

async function trial(
  request: SteadyRequest,
  meter: PressureMeter,
  journeysPerSecond: number,
  index: number,
): Promise<Tried> {
  const { options, shape, scenario, rig } = request
  const plan = planOf(shape, { kind: 'rate', journeysPerSecond }, options.durationMs)
  const steady = steadySpan(plan)
  const pressed = await meter.during((mark) =>
    load({
      rig,
      scenario,
      plan,
      seed: options.config.seed,
      index,
      // A step of seconds has some within its steady part, too.
      intervalMs: Math.min(shape.intervalMs, plan.durationMs / stretchesLeast),
      observeEveryMs,
      readings: [],
      onStretch: ({ interval: { toMs } }) => {
        if (toMs >= steady.fromMs - slackMs && toMs <= steady.toMs + slackMs) mark()
      },
    }),
  )
  const { value: loaded, cores } = pressed
  const { steady: figures, generator } = loaded.figures
  const notOffered = offeredTooLittle(journeysPerSecond, figures)
  const lost = notOffered ?? lostBecause(figures)
  const pressure = { ...pressed.pressure, ...ofLoad(loaded, cores, steady) }
  const step: LadderStep = {
    journeysPerSecond,
    isKept: lost === undefined,
    isOffered: notOffered === undefined,
    lostBecause: lost ?? null,
    figures,
    pressure: withOthers(pressure, cores),
    cores,
    generator,
  }
  return { ...loaded, plan, step, level: journeysPerSecond, isKept: step.isKept }
}

const observeEveryMs = 1_000
const stretchesLeast = 20
/** By which a stretch may end early or late. */
const slackMs = 100

/** What neither the system nor its services nor who loads and watches it used of the machine. */
function withOthers(pressure: Pressure, cores: LadderStep['cores']): Pressure {
  const machine = pressure['machine CPU']
  const ours = Object.entries(cores).filter(([part]) => part !== eventLoop)
  if (machine === undefined || ours.some(([, used]) => used === null)) return pressure
  const used = ours.reduce((sum, [, each]) => sum + (each ?? 0), 0) / availableParallelism()
  return { ...pressure, others: Math.max(0, machine - used) }
}

/** What the load itself has seen of what can be full, in its steady part. */
function ofLoad({ figures }: Loaded, cores: CoresUsed, { fromMs, toMs }: Span): Pressure {
  const [loop, generator] = [cores[eventLoop], cores['generator']]
  const pools = figures.observations.flatMap(({ atMs, values: { poolBusy, poolMost } }) =>
    atMs < fromMs || atMs > toMs || poolBusy === undefined || poolMost === undefined
      ? []
      : [poolBusy / poolMost],
  )
  const mean = pools.reduce((sum, share) => sum + share, 0) / Math.max(1, pools.length)
  return {
    generator: generator ?? figures.generator.cores,
    ...(loop === null || loop === undefined ? {} : { 'event loop': loop }),
    ...(pools.length === 0 ? {} : { pool: mean }),
  }
}

function stepLine({
  journeysPerSecond,
  isKept,
  lostBecause: why,
  figures,
  pressure,
}: LadderStep): string {
  const { completedPerSecond, latencyMs, shed } = figures
  const busiest = Object.entries(pressure)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 4)
    .map(([name, share]) => `${name} ${Math.round(share * 100)} %`)
  return [
    `${journeysPerSecond}/s ${isKept ? 'kept' : `LOST, ${why}`}`,
    `answered ${Math.round(completedPerSecond)}/s`,
    ...(shed > 0 ? [`shed ${shed}`] : []),
    `p50 ${latencyMs?.p50.toFixed(1)} ms, p99 ${latencyMs?.p99.toFixed(1)} ms`,
    busiest.join(', '),
  ].join(' · ')
}
