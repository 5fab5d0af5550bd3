import { expect, it } from 'vitest'
import { figuresOf } from '../figures/figures.ts'
import { tooFew } from './enough.ts'

const figures = (completed: number, offered = completed) => ({
  ...figuresOf([]),
  offered,
  completed,
})
const part = (role: 'ramp' | 'normal' | 'overload', completed: number) => ({
  role,
  fromMs: 0,
  toMs: 1_000,
  level: completed,
  figures: figures(completed),
})

it('of a hundred journeys latency and rate are judged, of fewer they are not', () => {
  const of = (completed: number, shape: 'smoke' | 'load' = 'load') =>
    tooFew(shape, { steady: figures(completed), parts: [] })
  expect(of(100)).toBeUndefined()
  expect(of(99)).toBe('too few to judge latency and rate: 99 journeys ended, expected at least 100')
  expect(of(1, 'smoke')).toContain(': 1 journey ended,')
})

it('a system that was asked often and has answered seldom is judged', () => {
  expect(tooFew('load', { steady: figures(3, 1_000), parts: [] })).toBeUndefined()
})

it('a shape with an overload is judged by it and by the load before it, not by its ramps', () => {
  const of = (normal: number, overload: number) =>
    tooFew('spike', {
      steady: figures(9_999),
      parts: [part('ramp', 1), part('normal', normal), part('overload', overload)],
    })
  expect(of(100, 400)).toBeUndefined()
  expect(of(15, 400)).toContain('15 journeys ended')
})

it('a ladder climbs until it is many', () => {
  expect(tooFew('breakpoint', { steady: figures(1), parts: [] })).toBeUndefined()
})
