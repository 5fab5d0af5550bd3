import { expect, test } from 'vitest'
import { figuresOf } from './figures.ts'

const totals = {
  tps: 3001.25,
  success_rate: 99.5,
  queue_depth: 12,
  failed_last_1h: 3,
  settled_today: 1_234_567,
  active_banks: 4,
  compliance_review: 0,
}
const named = (name: string, changed: Partial<typeof totals> | { success_rate: null } = {}) =>
  figuresOf({ ...totals, ...changed }).find((figure) => figure.name === name)

test('figures are those of the answer', () => {
  expect(figuresOf(totals).map(({ text }) => text)).toEqual([
    '3,001',
    '99.5%',
    '1,234,567',
    '3',
    '12',
    '0',
    '4',
  ])
})

test('success of nothing is not zero', () => {
  expect(named('success', { success_rate: null })).toMatchObject({ text: '–' })
})

test('what needs a look stands out', () => {
  const tones = [99.5, 98, 90].map((success_rate) => named('success', { success_rate })?.tone)
  expect(tones).toEqual([undefined, 'warn', 'bad'])
  expect(named('review', { compliance_review: 1 })?.tone).toBe('warn')
})
