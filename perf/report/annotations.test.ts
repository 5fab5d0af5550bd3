import { expect, test } from 'vitest'
import type { RunResult } from '../result/document.ts'
import { annotationsOf, annotationsPerLevel } from './annotations.ts'
import { fixtureNames, fixtures } from './fixtures.ts'
import { expectGolden } from './golden.ts'

test.each(fixtureNames)(
  'the annotations for the example run "%s" are as their golden file has them',
  async (name) => {
    await expectGolden(
      `${JSON.stringify(annotationsOf(fixtures[name]), undefined, 2)}\n`,
      `annotations-${name}.json`,
    )
  },
)

test('a gate that regressed is an error, a calm run has none', () => {
  expect(annotationsOf(fixtures.regression)[0]).toMatchObject({
    level: 'error',
    title: 'payments: CPU per operation, system regressed',
  })
  expect(annotationsOf(fixtures.calm)).toEqual([])
})

test('a cause in lines that the change touched is annotated at the first of them', () => {
  const placed = annotationsOf(fixtures.explained).filter(({ file }) => file !== undefined)
  expect(placed[0]).toMatchObject({
    level: 'warning',
    title: 'payments: why it regressed',
    file: 'system/modules/payments/settlement.ts',
    line: 106,
  })
  const [, second] = fixtures.explained.changedLines ?? []
  const inside = { ...second, file: 'system/modules/payments/settlement.ts' }
  const changedLines = [{ ...inside, ranges: [{ first: 110, last: 112 }] }]
  const [first] = annotationsOf({ ...fixtures.explained, changedLines }).filter(({ file }) => file)
  expect(first?.line).toBe(110)
})

test.each(['/etc/passwd', '../outside.ts', 'a/../../b.ts', 'a.ts,line=1::x', 'node:fs', ''])(
  'a cause in "%s" is annotated nowhere',
  (file) => {
    const [payments, ...others] = fixtures.explained.scenarios
    const causes = (payments?.causes ?? []).map((cause) => ({
      ...cause,
      place: { function: 'f', file, line: 1 },
    }))
    const scenarios = [
      { ...payments, causes } as never,
      ...others.map((one) => ({ ...one, causes })),
    ]
    const all = annotationsOf({ ...fixtures.explained, scenarios })
    expect(all.filter((annotation) => annotation.file !== undefined)).toEqual([])
    expect(all.filter(({ title }) => title.endsWith('why it regressed')).length).toBeGreaterThan(0)
  },
)

test('no more than GitHub shows, the last one says how many there were', () => {
  const warnings = Array.from({ length: 30 }, (_, index) => ({
    code: `w${index}`,
    message: 'm',
    gate: false,
  }))
  const result: RunResult = { ...fixtures.calm, warnings }
  const annotations = annotationsOf(result)
  expect(annotations).toHaveLength(annotationsPerLevel)
  expect(annotations.at(-1)?.title).toBe('21 more warnings')
})

test('every annotation is one line without control characters', () => {
  for (const { title, message } of annotationsOf(fixtures.hostile)) {
    expect(title + message).not.toMatch(/\p{Cc}/u)
  }
})

test('a metric that only head lacks is missing in head, whatever is stored', () => {
  const [payments] = fixtures.calm.scenarios
  const [metric] = payments?.metrics ?? []
  if (payments === undefined || metric === undefined) throw new Error('expected a metric')
  const missing = { ...metric, head: null, change: null, verdict: { kind: 'missing' as const } }
  const result = {
    ...fixtures.calm,
    scenarios: [{ ...payments, metrics: [missing], counters: [] }],
  }
  expect(annotationsOf(result).map(({ message }) => message)).toContain('Base has it, head has not')
})
