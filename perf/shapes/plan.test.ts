import { describe, expect, it, test } from 'vitest'
import { KnownFailure } from '../errors.ts'
import { runConfig } from '../config.ts'
import { parseCommandLine } from '../flags.ts'
import { arrivalsOf } from '../load/stages.ts'
import { reproduceShape, shapeOptions } from './options.ts'
import { connectionsFor, planOf, rateOfUsers, steadySpan } from './plan.ts'
import { shapeNames } from './shape.ts'
import { shapes } from './shapes.ts'

const options = (...argv: string[]) => {
  const { words, flags } = parseCommandLine(argv)
  return shapeOptions(words[0] as 'load', flags, runConfig(flags, {}))
}

describe('a shape', () => {
  it.each(shapeNames)(
    '%s fills its duration, reaches its level and is named as it is called',
    (name) => {
      const shape = shapes[name]
      expect(shape.parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
      expect(Math.max(...shape.parts.map(({ to }) => to))).toBe(1)
      expect(shape.parts[0]).toMatchObject({ role: 'ramp', from: 0 })
      expect(shape.name).toBe(name)
    },
  )

  it('of the source ramps up for 30 s and then holds 3,000/s for 270 s', () => {
    const level = { kind: 'rate', journeysPerSecond: 3_000 } as const
    const { load, parts } = planOf(shapes.load, level, 300_000)
    expect(parts.map(({ role, fromMs, toMs }) => [role, fromMs, toMs])).toEqual([
      ['ramp', 0, 30_000],
      ['normal', 30_000, 300_000],
    ])
    expect(arrivalsOf(load.stages)).toBe(855_000)
  })

  it('is steady from the end of its ramp to its own end', () => {
    const plan = planOf(shapes.breakpoint, { kind: 'rate', journeysPerSecond: 1_000 }, 20_000)
    expect(steadySpan(plan)).toEqual({ fromMs: 3_000, toMs: 20_000 })
  })

  it('of users has a connection for each of them', () => {
    const level = { kind: 'users', users: 10_000, thinkMs: 3_000 } as const
    const { load } = planOf(shapes.load, level, 60_000)
    expect(load).toMatchObject({ kind: 'users', connections: 10_000, thinkMs: 3_000 })
    expect(rateOfUsers(5_000, 11_000, 2_700)).toBeCloseTo(365, 0)
  })

  it('has connections for the longest stall, within what the generator bears', () => {
    expect([1, 3_000, 12_000].map(connectionsFor)).toEqual([50, 1_500, 4_000])
  })
})

describe('the flags of a shape', () => {
  it('are not needed', () => {
    expect(options('load')).toMatchObject({
      scenario: 'payments',
      level: { kind: 'rate', journeysPerSecond: 3_000 },
      durationMs: 120_000,
    })
  })

  it('turn every documented knob', () => {
    const words = 'load --scenario control --users 500 --think 250ms --duration 1.5h --seed 7'
    expect(
      options(...words.split(' '), '--out', '/tmp/x', '--durability', 'durable'),
    ).toMatchObject({
      scenario: 'control',
      level: { kind: 'users', users: 500, thinkMs: 250 },
      durationMs: 5_400_000,
      config: { seed: 7, outFolder: '/tmp/x', durability: 'durable' },
    })
    expect(parseCommandLine(['load', '--history', 'h.jsonl']).flags.history).toBe('h.jsonl')
    expect(options('spike', '--rate', '250', '--duration', '300s').level).toEqual({
      kind: 'rate',
      journeysPerSecond: 250,
    })
  })

  it.each([
    [['load', '--rate', '5', '--users', '5'], '--rate and --users are both given, expected one'],
    [['load', '--think', '5s'], '--think is given without --users'],
    [['load', '--rate', '0'], '--rate is "0", expected a whole number from 1 to 200000'],
    [['load', '--users', '20001'], '--users is "20001", expected a whole number from 1 to 20000'],
    [['load', '--duration', 'long'], '--duration is "long", expected a number with ms, s, m or h'],
    [
      ['load', '--duration', '20'],
      '--duration is "20" (did you mean 20s?), expected a number with ms, s, m or h',
    ],
    [
      ['load', '--users', '5', '--think', '0'],
      '--think is "0" (did you mean 0s?), expected a number',
    ],
    [['soak', '--duration', '25h'], '--duration is "25h", expected a number'],
    [['breakpoint', '--users', '10'], '--users is given, expected --rate'],
    [['smoke', '--base', 'HEAD'], 'smoke does not take --base'],
  ])('%j is refused: %s', (argv, said) => {
    expect(() => options(...argv)).toThrow(KnownFailure)
    expect(() => options(...argv)).toThrow(said)
  })

  test('what was asked can be asked again', () => {
    const asked = options('spike', '--rate', '250', '--duration', '2m', '--seed', '9')
    expect(reproduceShape(asked)).toBe(
      'npm run perf -- spike --scenario payments --rate 250 --duration 120s --seed 9',
    )
  })
})
