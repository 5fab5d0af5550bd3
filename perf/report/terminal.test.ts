import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { fixtureNames, fixtures } from './fixtures.ts'
import { expectGolden } from './golden.ts'
import { renderSummaryLine } from './summary-line.ts'
import { renderTerminal } from './terminal.ts'
import { clip, columns, type TerminalOptions, wrap } from './terminal-style.ts'

const plain = { width: 120, color: false, unicode: true }

test.each(fixtureNames)(
  'the terminal report of the example run "%s" is as its golden file has it',
  async (name) => {
    await expectGolden(renderTerminal(fixtures[name], plain), `terminal-${name}.txt`)
  },
)

test.each([
  ['colour', { ...plain, color: true }, 'terminal-regression-color.txt'],
  [
    'narrow ASCII',
    { width: 48, color: false, unicode: false },
    'terminal-regression-narrow-ascii.txt',
  ],
  ['wide', { ...plain, width: 200 }, 'terminal-regression-wide.txt'],
] as const)('the regression in %s is as its golden file has it', async (_, options, file) => {
  await expectGolden(renderTerminal(fixtures.regression, options), file)
})

test.each(fixtureNames)('one line sums up the example run "%s"', async (name) => {
  const line = renderSummaryLine(fixtures[name])
  expect(line).not.toMatch(/\p{Cc}/u)
  expect(Array.from(line).length).toBeLessThanOrEqual(300)
  await expectGolden(`${line}\n`, `summary-line-${name}.txt`)
})

const widths = [20, 40, 60, 72, 80, 100, 132, 220]

test.each(widths)(
  'no line is wider than %i columns, coloured or not, whatever the text',
  (width) => {
    for (const name of fixtureNames) {
      for (const color of [true, false]) {
        const text = stripVTControlCharacters(
          renderTerminal(fixtures[name], { width, color, unicode: true }),
        )
        const [wrapped = ''] = text.split('\nAgain:\n')
        expect(Math.max(...wrapped.split('\n').map(columns))).toBeLessThanOrEqual(width)
      }
    }
  },
)

test('the command that repeats the run stays on one line however narrow the terminal', () => {
  const text = renderTerminal(fixtures.regression, { width: 30, color: false, unicode: true })
  expect(text).toContain(`\n  ${fixtures.regression.reproduce}\n`)
})

test('without unicode there is nothing but ASCII', () => {
  for (const name of fixtureNames) {
    expect(renderTerminal(fixtures[name], { width: 100, color: false, unicode: false })).toMatch(
      /^[\n\x20-\x7E]*$/,
    )
  }
})

test('without colour there is no escape sequence, also none from the document', () => {
  expect(renderTerminal(fixtures.hostile, plain)).not.toContain('\u001b')
})

test('wide characters take two columns and are never cut in half', () => {
  expect([columns('abc'), columns('日本'), columns('💶'), columns('e\u0301')]).toEqual([3, 4, 2, 1])
  expect(clip('日本語', 4, { unicode: true })).toBe('日…')
})

test('a word longer than the line is cut, the rest is wrapped', () => {
  expect(wrap('aa bbbbbbbbbb cc', 6, ' ', { unicode: true })).toEqual(['aa', ' bbbb…', ' cc'])
})

test('rows keep different names however narrow the terminal, and whole ones where it has no edge', () => {
  const namesAt = (options: TerminalOptions) =>
    renderTerminal(fixtures['self-check'], options)
      .split('\n')
      .filter((line) => /(?:equivalent|inconclusive)$/.test(line))
      .map((line) => line.split('  ')[0])
  for (const width of [80, 100, 120]) {
    const names = namesAt({ ...plain, width })
    expect(names).toHaveLength(12)
    expect(new Set(names).size).toBe(12)
  }
  expect(namesAt({ ...plain, tableWidth: 200 })).toContain(
    'reconciliation CPU per operation, Postgres',
  )
})

test('a self-check gives up the interval before what it could have seen', () => {
  const text = renderTerminal(fixtures['self-check'], { ...plain, width: 100 })
  expect(text).toMatch(/^metric +base +head +change +detectable effect +verdict$/m)
})

test('a row that got worse and decides nothing does not read like one that fails the run', () => {
  const regressed = { kind: 'regressed', effect: 0.2, pValue: 0.001 } as const
  const result = {
    ...fixtures.calm,
    scenarios: fixtures.calm.scenarios.map((scenario) => ({
      ...scenario,
      metrics: scenario.metrics.map((metric) => ({
        ...metric,
        verdict: metric.id === 'latencyMsP99' ? regressed : metric.verdict,
      })),
    })),
  }
  const text = renderTerminal(result, plain)
  expect(text).toMatch(/Latency p99 .* regressed \(informs\)$/m)
})
