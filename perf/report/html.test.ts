import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { RunResult } from '../result/document.ts'
import { counterOf } from './fixture-builders.ts'
import { fixtureNames, fixtures } from './fixtures.ts'
import { expectGolden } from './golden.ts'
import { renderHtml } from './html.ts'
import { flameScript, flameScriptHash } from './html/inside/flame-script.ts'

// The pages of the other runs are held by what must be true of them: a hostile page alone is 400
// KB.
test.each(['regression', 'explained', 'self-check', 'broken-invariant', 'missing'] as const)(
  'the page of the example run "%s" is as its golden file has it',
  async (name) => {
    await expectGolden(renderHtml(fixtures[name]), `page-${name}.html`)
  },
)

test.each(fixtureNames)(
  'every element of the page "%s" that is opened is closed, in order',
  (name) => {
    expect(unbalanced(renderHtml(fixtures[name]))).toEqual([])
  },
)

test.each(fixtureNames)(
  'the page "%s" asks for nothing from elsewhere and runs nothing but our script',
  (name) => {
    const text = renderHtml(fixtures[name]).replace(`<script>${flameScript}</script>`, '')
    const tags = [...text.matchAll(/<([a-z]+\d?)([^>]*)>/g)]
    const names = new Set(tags.map((tag) => tag[1]))
    for (const active of ['script', 'img', 'link', 'iframe', 'object', 'form', 'a'])
      expect(names).not.toContain(active)
    const attributes = tags
      .map((tag) => tag[2])
      .join(' ')
      .replace(/"[^"]*"/g, '""')
    expect(attributes).not.toMatch(/\b(?:on\w+|src|href|style)=/)
  },
)

test('the script is allowed by its hash, and stands on pages only that have a use for it', () => {
  // When this fails, the script was changed: the constant beside it takes what is received here.
  const hash = `sha256-${createHash('sha256').update(flameScript).digest('base64')}`
  expect(flameScriptHash).toBe(hash)
  expect(renderHtml(fixtures.explained)).toContain(`; script-src '${hash}'"`)
  expect(renderHtml(fixtures.explained).match(/<script/g)).toHaveLength(1)
  expect(renderHtml(fixtures.regression)).not.toMatch(/script-src|<script/)
})

test.each([
  [{ operations: 700, isFlat: true }, 'warmed up by 700 journeys; their cost was flat by then.'],
  [{ operations: 800, isFlat: false }, 'by 800 journeys, its limit; their cost was still falling.'],
])('the page says whether warm-up came to its end: %o', (warmUp, said) => {
  const { calm } = fixtures
  const scenarios = calm.scenarios.map((scenario) => ({ ...scenario, warmUp }))
  expect(renderHtml({ ...calm, scenarios })).toContain(said)
  expect(renderHtml(calm)).not.toContain('warmed up by')
})

test('hostile text makes no element, attribute or comment', () => {
  const elements = (text: string) =>
    new Set([...text.matchAll(/<([a-z]+\d?)/gi)].map((tag) => tag[1]))
  const text = renderHtml(fixtures.hostile)
  const ours = elements(renderHtml(fixtures['broken-invariant'])).union(
    elements(renderHtml(fixtures.explained)),
  )
  expect(text).not.toContain('<!--')
  expect([...elements(text).difference(ours)]).toEqual([])
})

test('no drawing holds a number that is not one', () => {
  for (const name of fixtureNames)
    expect(renderHtml(fixtures[name])).not.toMatch(/NaN|Infinity|undefined|\[object/)
})

test('a document at its strangest still makes a page', () => {
  const [scenario] = fixtures.regression.scenarios
  if (scenario === undefined) throw new Error('the example run has no scenario, expected one')
  const metrics = scenario.metrics.map((metric) => ({
    ...metric,
    base: { median: 0, spread: 0, n: 0 },
    change: { ratio: 0, low: null, high: 1e308, confidence: 0.99 },
  }))
  const generations = scenario.generations.map((generation) => ({
    ...generation,
    base: { cpuUsPerOpSystem: 0 },
    head: { latencyMsP50: -1 },
  }))
  const strange: RunResult = {
    ...fixtures.regression,
    scenarios: [{ ...scenario, metrics, generations }],
  }
  const text = renderHtml(strange)
  expect(text).not.toMatch(/NaN|Infinity/)
  expect(unbalanced(text)).toEqual([])
})

test('ten thousand counters make a page of bounded size', () => {
  const [scenario] = fixtures.regression.scenarios
  const counters = Array.from({ length: 10_000 }, (_, index) =>
    counterOf(`sql.calls/SELECT ${index}`, { base: 1, head: 2 }),
  )
  const text = renderHtml({
    ...fixtures.regression,
    scenarios: [{ ...scenario, counters }],
  } as RunResult)
  expect(text.length).toBeLessThan(1_000_000)
  expect(text).toContain('9,600 counters more in result.json')
})

/** Names of elements that are closed without being open, or the other way round. */
function unbalanced(text: string): string[] {
  const open: string[] = []
  const wrong: string[] = []
  const ours = /<(style|script)>.*?<\/\1>/gs
  const tags = text.replace(ours, '').matchAll(/<(\/?)([a-z]+\d?)\b[^>]*?(\/?)>/g)
  for (const [, closing, name = '', selfClosing] of tags) {
    if (closing === '/' && open.pop() !== name) wrong.push(name)
    if (closing === '' && selfClosing === '' && name !== 'meta' && name !== 'input') open.push(name)
  }
  return [...wrong, ...open]
}
