import { type RunConfig, wholeNumber } from '../config.ts'
import { KnownFailure } from '../errors.ts'
import type { Flags } from '../flags.ts'
import type { Level } from './plan.ts'
import type { ShapeName } from './shape.ts'
import { shapes } from './shapes.ts'

/** What a command line asks of a shape. */
export interface ShapeOptions {
  readonly name: ShapeName
  readonly scenario: string
  readonly level: Level
  readonly durationMs: number
  readonly config: RunConfig
}

const defaultScenario = 'payments'
const defaultThinkMs = 5_000
const rates = { least: 1, most: 200_000 }
/** As many connections as one generator can open. */
const userCounts = { least: 1, most: 20_000 }
const thinkMost = 300_000
const durations = { leastMs: 1_000, mostMs: 86_400_000 }

/** Throws KnownFailure('usage') for whatever cannot be run. */
export function shapeOptions(name: ShapeName, flags: Flags, config: RunConfig): ShapeOptions {
  const { durationMs } = shapes[name]
  return {
    name,
    scenario: flags.scenario ?? defaultScenario,
    level: levelFrom(name, flags),
    durationMs:
      flags.duration === undefined
        ? durationMs
        : duration('duration', flags.duration, durations.leastMs, durations.mostMs),
    config,
  }
}

function levelFrom(name: ShapeName, { rate, users, think }: Flags): Level {
  if (rate !== undefined && users !== undefined) {
    throw new KnownFailure('usage', '--rate and --users are both given, expected one of them')
  }
  if (users === undefined) {
    if (think !== undefined) {
      throw new KnownFailure('usage', '--think is given without --users, expected both')
    }
    const fallback = shapes[name].journeysPerSecond
    const journeysPerSecond = rate === undefined ? fallback : wholeNumber('rate', rate, rates)
    return { kind: 'rate', journeysPerSecond }
  }
  if (name === 'breakpoint') {
    const state = '--users is given, expected --rate: a ladder climbs in journeys per second'
    throw new KnownFailure('usage', state)
  }
  const thinkMs = think === undefined ? defaultThinkMs : duration('think', think, 0, thinkMost)
  return { kind: 'users', users: wholeNumber('users', users, userCounts), thinkMs }
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** `300s`, `20m`, `1.5h`, `500ms`. A number by itself might be of any of them. */
export function duration(flag: string, text: string, leastMs: number, mostMs: number): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim()) ?? []
  const ms = Number(number) * (units[unit] ?? Number.NaN)
  if (ms >= leastMs && ms <= mostMs) return ms
  const range = `from ${span(leastMs)} to ${span(mostMs)}`
  const expected = `expected a number with ms, s, m or h, ${range}`
  const hint = isNumber(text) ? ` (did you mean ${text.trim()}s?)` : ''
  throw new KnownFailure('usage', `--${flag} is "${text}"${hint}, ${expected}`)
}

const isNumber = (text: string) => /^\d+(?:\.\d+)?$/.test(text.trim())

/** As a person writes it on the command line, in the largest unit of which it is a whole number. */
function span(ms: number): string {
  const [unit, unitMs] = Object.entries(units).findLast(([, each]) => ms % each === 0) ?? ['ms', 1]
  return ms === 0 ? '0s' : `${ms / unitMs}${unit}`
}

/**
 * Whatever decides what is run, unless it is the default; addresses of services are never in it.
 */
export function reproduceShape({
  name,
  scenario,
  level,
  durationMs,
  config,
}: ShapeOptions): string {
  const ofLevel =
    level.kind === 'rate'
      ? `--rate ${level.journeysPerSecond}`
      : `--users ${level.users} --think ${level.thinkMs}ms`
  return [
    `npm run perf -- ${name} --scenario ${scenario} ${ofLevel} --duration ${durationMs / 1_000}s`,
    ...(config.services === 'auto' ? [] : [`--services ${config.services}`]),
    ...(config.durability === 'process-crash' ? [] : [`--durability ${config.durability}`]),
    `--seed ${config.seed}`,
  ].join(' ')
}
