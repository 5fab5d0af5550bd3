import { describe, expect, it } from 'vitest'
import { judgeRun } from './judge.ts'
import { pairMetrics } from './pairs.ts'
import { generationsOf, healthy, recordingOf } from './testing.ts'

const values = {
  throughputPerSecond: 1_000,
  cpuUsPerOpSystem: 800,
  cpuUsPerOpPostgres: 600,
  cpuUsPerBeat: 80,
  latencyMsP50: 10,
}
/** A neighbour that came for head's slices of the generation: everything costs as much more. */
const slowedBy = (factor: number, change = 1) => ({
  throughputPerSecond: 1 / factor / change,
  cpuUsPerOpSystem: factor * change,
  cpuUsPerOpPostgres: factor,
  cpuUsPerBeat: factor,
  latencyMsP50: factor,
})
const neighbour = [1.2, 0.9, 1, 1.3, 0.85, 1.1, 1, 0.95]

function worseOf(id: string, recording = recordingOf({ generations: generationsAt() })): number[] {
  const metric = pairMetrics(recording).find(({ policy }) => policy.id === id)
  return [...(metric?.worse.values() ?? [])]
}

function generationsAt(change = 1) {
  return generationsOf(
    values,
    neighbour.map((factor) => slowedBy(factor, change)),
  )
}

describe('costs at equal pace of the machine', () => {
  it.each(['cpuUsPerOpSystem', 'cpuUsPerOpPostgres', 'throughputPerSecond'])(
    'keep of a neighbour what the pace does not take out: %s',
    (id) => {
      worseOf(id).forEach((worse, at) =>
        expect(worse).toBeCloseTo(0.5 * Math.log(neighbour[at] as number), 9),
      )
    },
  )

  it('keep the whole of what the change itself costs', () => {
    const recording = recordingOf({ generations: generationsAt(1.1) })
    worseOf('cpuUsPerOpSystem', recording).forEach((worse, at) =>
      expect(worse - 0.5 * Math.log(neighbour[at] as number)).toBeCloseTo(Math.log(1.1), 9),
    )
  })

  it('leave alone what is measured at other times', () => {
    worseOf('latencyMsP50').forEach((worse, at) =>
      expect(worse).toBeCloseTo(Math.log(neighbour[at] as number), 9),
    )
  })

  it('say in the result which metric told the pace, beside the medians as measured', () => {
    const recordings = [recordingOf({ generations: generationsAt() })]
    const { scenarios } = judgeRun({ recordings, profile: 'quick', seed: 1, machine: healthy })
    const cost = scenarios[0]?.metrics.find(({ id }) => id === 'cpuUsPerOpSystem')
    expect(cost).toMatchObject({ pacedBy: 'cpuUsPerBeat', base: { median: 800 } })
  })
})

describe('without a pace', () => {
  it('costs are compared as measured where a generation does not say it', () => {
    const generations = generationsAt()
    const { cpuUsPerBeat: _gone, ...base } = generations[3]?.base ?? {}
    const recording = recordingOf({
      generations: generations.map((one, at) => (at === 3 ? { ...one, base } : one)),
    })
    worseOf('cpuUsPerOpSystem', recording).forEach((worse, at) =>
      expect(worse).toBeCloseTo(Math.log(neighbour[at] as number), 9),
    )
  })
})
