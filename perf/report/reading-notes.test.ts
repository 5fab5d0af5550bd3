import { describe, expect, test } from 'vitest'
import type { MetricResult, RunResult } from '../result/document.ts'
import { fixtures } from './fixtures.ts'
import { renderHtml } from './html.ts'
import { renderMarkdown } from './markdown.ts'
import { noteTexts, readingNotes } from './reading-notes.ts'
import { renderTerminal } from './terminal.ts'

const [payments, ...others] = fixtures.calm.scenarios
const [calm] = payments?.metrics ?? []
if (payments === undefined || calm === undefined)
  throw new Error('expected an example with a metric')

function metric(medians: [number, number], ratios: [number, number, number]): MetricResult {
  const [base, head] = medians.map((median) => ({ median, spread: 1, n: 8 }))
  const [low, ratio, high] = ratios
  return {
    ...(calm as MetricResult),
    id: 'latencyMsP50',
    title: 'Latency p50',
    unit: 'ms',
    better: 'lower',
    role: 'gate',
    base: base ?? null,
    head: head ?? null,
    change: { ratio, low, high, confidence: 0.95 },
    verdict: { kind: 'equivalent', upperBound: Math.max(0, high - 1) },
  }
}

describe('the change and the medians', () => {
  test.each([
    ['down, up', [10, 10.2], [0.98, 0.99, 1.01], ['medians-apart']],
    ['up, down', [10, 9.9], [0.99, 1.01, 1.02], ['medians-apart']],
    ['both up', [10, 10.2], [0.99, 1.01, 1.02], []],
    ['both down', [10, 9.9], [0.97, 0.99, 1.01], []],
    ['up, medians that read the same', [10, 9.999], [0.99, 1.01, 1.02], []],
    ['a change that reads as none', [10, 9.9], [0.99, 1.00001, 1.02], []],
  ] as const)('that point %s', (_, [base, head], [low, ratio, high], notes) => {
    expect(readingNotes(metric([base, head], [low, ratio, high]))).toEqual(notes)
  })

  test('that only inform are not explained', () => {
    const row = metric([10, 10.2], [0.98, 0.99, 1.01])
    expect(readingNotes({ ...row, role: 'inform' })).toEqual([])
  })

  test('of which one arm is missing say nothing', () => {
    const one = metric([10, 9], [1, 1, 1])
    expect(readingNotes({ ...one, base: null, change: null })).toEqual([])
  })
})

describe('an inconclusive metric', () => {
  test.each([
    ['all above zero', 'lower', [1.1, 1.25, 1.4], ['inconclusive-beside-zero']],
    ['all below zero, where less is better', 'lower', [0.7, 0.8, 0.9], []],
    [
      'all below zero, where more is better',
      'higher',
      [0.7, 0.8, 0.9],
      ['inconclusive-beside-zero'],
    ],
    ['around zero', 'lower', [0.99, 1.2, 1.4], []],
  ] as const)('whose interval is %s', (_, better, [low, ratio, high], notes) => {
    const row = metric([10, 10 * ratio], [low, ratio, high])
    const verdict = { kind: 'inconclusive', detectableEffect: 0.5 } as const
    expect(readingNotes({ ...row, better, verdict })).toEqual(notes)
  })
})

describe('an equivalent metric', () => {
  test.each([
    ['all above zero', [1.002, 1.006, 1.01], ['equivalent-beside-zero']],
    ['all below zero', [0.98, 0.99, 0.995], ['equivalent-beside-zero']],
    ['around zero', [0.99, 1.006, 1.01], []],
    ['from what reads as zero', [1.00001, 1.006, 1.01], []],
  ] as const)('whose interval is %s', (_, [low, ratio, high], notes) => {
    const head = ratio > 1 ? 11 : 9
    expect(readingNotes(metric([10, head], [low, ratio, high]))).toEqual(notes)
  })

  test('alone needs the explanation, not a regressed one', () => {
    const verdict = { kind: 'regressed', effect: 0.06, pValue: 0.001 } as const
    expect(readingNotes({ ...metric([10, 11], [1.05, 1.06, 1.07]), verdict })).toEqual([])
  })
})

test('three rows are named, the others counted', () => {
  const row = { scenario: 'pay', title: 'p50', notes: ['medians-apart'] as const }
  expect(noteTexts([row, row, row, row, row])).toEqual([
    expect.stringMatching(
      /^pay p50; pay p50; pay p50; and 2 more rows: the change points the other way/,
    ),
  ])
  expect(noteTexts([{ ...row, notes: [] }])).toEqual([])
})

describe('every formatter says both in the same words, and only where they are so', () => {
  const run = (metrics: MetricResult[]): RunResult => ({
    ...fixtures.calm,
    scenarios: [{ ...payments, metrics }, ...others.map((each) => ({ ...each, metrics: [] }))],
  })
  const flat = (text: string) => text.replace(/\s+/g, ' ')
  const formatters = [
    ['comment', (result: RunResult) => renderMarkdown(result)],
    ['page', (result: RunResult) => renderHtml(result)],
    [
      'terminal',
      (result: RunResult) => renderTerminal(result, { width: 100, color: false, unicode: true }),
    ],
  ] as const

  test.each(formatters)('the %s', (_, render) => {
    const puzzling = flat(render(run([metric([10, 9.9], [1.002, 1.006, 1.01])])))
    const plain = flat(render(run([metric([10, 10.1], [0.99, 1.006, 1.01])])))
    for (const said of [
      'payments Latency p50: the change points the other way than the two medians.',
      'payments Latency p50: the interval leaves out zero, so there may be a change.',
    ]) {
      expect(puzzling).toContain(said)
      expect(plain).not.toContain(said)
    }
  })
})
