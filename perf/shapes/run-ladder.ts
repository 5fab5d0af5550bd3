import { availableParallelism } from 'node:os'
import type { LadderStep } from './document.ts'
import { kneeFrom, nextLevel } from './judging/staircase.ts'
import { lostBecause, offeredTooLittle } from './judging/kept-rate.ts'
import { nameBottleneck } from './judging/bottleneck.ts'
import { type Loaded, load } from './loading.ts'
import { eventLoop } from './observing/cores.ts'
import { type Pressure, PressureMeter } from './observing/pressure.ts'
import { planOf } from './plan.ts'
import type { ShapeRun, SteadyRequest } from './run-steady.ts'

/**
 * A ladder of rates on one system: up by half until one is lost, then up and down around that place. Which
 * resource was full is read at every rate.
 */
export interface LadderRun extends ShapeRun {
  readonly ladder: LadderFound
}

export interface LadderFound {
  readonly steps: readonly LadderStep[]
  readonly knee: ReturnType<typeof kneeFrom>
  readonly bottleneck: ReturnType<typeof nameBottleneck>
}

/** The way up, and the finer steps around where it ended. */
const climb = { factor: 1.5, stepsMost: 16 }
const around = { factor: 1.1, steps: 10, confidence: 0.95 }

interface Tried extends ShapeRun {
  readonly step: LadderStep
}

export async function runLadder(request: SteadyRequest): Promise<LadderRun> {
  const { level } = request.options
  const first = level.kind === 'rate' ? level.journeysPerSecond : request.shape.journeysPerSecond
  await using meter = await PressureMeter.open(request.rig)
  const tried: Tried[] = []
  let loads = 0
  const tryRate = async (rate: number): Promise<Tried> => {
    const next = await trial(request, meter, Math.max(1, Math.round(rate)), loads)
    loads += 1
    return next
  }
  const climbTo = async (rate: number): Promise<Tried> => {
    const next = await tryRate(rate)
    tried.push(next)
    request.say(stepLine(next.step))
    return next
  }
  // The first load after a start pays for compiling and for empty pools.
  request.say(`warm-up at ${first}/s`)
  const warmUp = await tryRate(first)
  let latest = await climbTo(first)
  while (latest.step.isKept && tried.length < climb.stepsMost) {
    latest = await climbTo(latest.step.journeysPerSecond * climb.factor)
  }
  const trials = [latest]
  if (!latest.step.isKept) {
    for (let index = 1; index < around.steps; index += 1) {
      const { journeysPerSecond, isKept } = latest.step
      latest = await climbTo(nextLevel({ level: journeysPerSecond, isKept }, around.factor))
      trials.push(latest)
    }
  }
  return found(tried, trials, warmUp)
}

function found(tried: readonly Tried[], trials: readonly Tried[], fallback: Tried): LadderRun {
  const knee = kneeFrom(
    trials.map(({ step }) => ({ level: step.journeysPerSecond, isKept: step.isKept })),
    around.factor,
    around.confidence,
  )
  const steps = tried.map(({ step }) => step)
  const kept = tried
    .filter(({ step }) => step.isKept && step.journeysPerSecond <= (knee?.level ?? Infinity))
    .toSorted((a, b) => b.step.journeysPerSecond - a.step.journeysPerSecond)
  const shown = kept[0] ?? fallback
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
  const { value: loaded, pressure } = await meter.during(() =>
    load({
      rig,
      scenario,
      plan,
      seed: options.config.seed,
      index,
      intervalMs: shape.intervalMs,
      observeEveryMs,
      readings: [],
      onStretch: () => {},
    }),
  )
  const { steady, generator, cores } = loaded.figures
  const notOffered = offeredTooLittle(journeysPerSecond, steady)
  const lost = notOffered ?? lostBecause(steady)
  const step: LadderStep = {
    journeysPerSecond,
    isKept: lost === undefined,
    isOffered: notOffered === undefined,
    lostBecause: lost ?? null,
    figures: steady,
    pressure: withOthers({ ...pressure, ...ofLoad(loaded) }, cores),
    cores,
    generator,
  }
  return { ...loaded, plan, step }
}

const observeEveryMs = 1_000

/** What neither the system nor its services nor the generator used of the machine. */
function withOthers(pressure: Pressure, cores: LadderStep['cores']): Pressure {
  const machine = pressure['machine CPU']
  const ours = Object.entries(cores).filter(([part]) => part !== eventLoop)
  if (machine === undefined || ours.some(([, used]) => used === null)) return pressure
  const used = ours.reduce((sum, [, each]) => sum + (each ?? 0), 0) / availableParallelism()
  return { ...pressure, others: Math.max(0, machine - used) }
}

/** What the load itself has seen of what can be full. */
function ofLoad({ figures }: Loaded): Pressure {
  const loop = figures.cores[eventLoop]
  const pools = figures.observations.flatMap(({ values: { poolBusy, poolMost } }) =>
    poolBusy === undefined || poolMost === undefined ? [] : [poolBusy / poolMost],
  )
  const mean = pools.reduce((sum, share) => sum + share, 0) / Math.max(1, pools.length)
  return {
    generator: figures.generator.cores,
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
