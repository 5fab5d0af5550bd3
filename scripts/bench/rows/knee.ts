import type { LadderStep, ShapeResult } from '../../../perf/shapes/document.ts'
import { atLeast, type Figure } from '../figure.ts'
import type { BenchRow } from '../row.ts'
import { coreFigures, latencyFigures, lossFigures, shapeOutcome } from '../shape-figures.ts'
import { loadByShape } from '../shape-load.ts'

/** Where the system stops following, and what stops it, out of the report of a breakpoint. */
const firstRate = 6_000
const stepSeconds = 20
const aimPerSecond = 15_000

export const knee: BenchRow = {
  name: 'knee',
  title: `The knee: rates from ${firstRate.toLocaleString('en')}/s on, ${stepSeconds} s each`,
  optional: true,
  async measure(bench) {
    const result = await loadByShape(bench, 'knee', {
      shape: 'breakpoint',
      flags: { rate: String(firstRate) },
      seconds: stepSeconds,
    })
    const { command } = bench.options
    return shapeOutcome(result, figuresOf(result), { command, promisedSeconds: stepSeconds })
  },
}

function figuresOf(result: ShapeResult): Figure[] {
  const { knee: found, steps = [] } = result.ladder ?? {}
  const highest = highestKept(steps, found?.level)
  return [
    { what: 'knee', value: found?.level, unit: '/s', target: atLeast(aimPerSecond) },
    { what: 'knee, at least', value: found?.low, unit: '/s' },
    { what: 'knee, at most', value: found?.high, unit: '/s' },
    { what: 'rates tried', value: steps.length, unit: '' },
    ...(highest === undefined ? [] : stepFigures(highest)),
    ...lossFigures(result),
  ]
}

/** As the shape itself shows it: what is kept above the knee was luck. */
function highestKept(steps: readonly LadderStep[], level = Infinity): LadderStep | undefined {
  const [highest] = steps
    .filter(({ isKept, journeysPerSecond }) => isKept && journeysPerSecond <= level)
    .toSorted((a, b) => b.journeysPerSecond - a.journeysPerSecond)
  return highest
}

function stepFigures({ journeysPerSecond, figures, cores }: LadderStep): Figure[] {
  const { p50, p99 } = latencyFigures(figures)
  const shown = [
    { what: 'accepted', value: figures.completedPerSecond, unit: '/s' },
    p50,
    p99,
    ...coreFigures(cores, figures),
  ]
  const rate = `${Math.round(journeysPerSecond).toLocaleString('en')}/s`
  return shown.map((figure) => ({ ...figure, what: `kept at ${rate}: ${figure.what}` }))
}
