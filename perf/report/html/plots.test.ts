import { expect, test } from 'vitest'
import { fixtures } from '../fixtures.ts'
import { generationPlot } from './generation-plot.ts'
import { html } from './markup.ts'
import { domainOf, logRatios, ratioPlot } from './ratio-plot.ts'
import { linear, ticks } from './scale.ts'

const scenario = fixtures.regression.scenarios[0]
if (scenario === undefined) throw new Error('the example run has no scenario, expected one')
const [metric] = scenario.metrics
if (metric === undefined) throw new Error('the example scenario has no metric, expected one')

test('an axis maps its ends to its ends and an empty domain to the middle', () => {
  const axis = linear([0, 10], [100, 200])
  expect([axis(0), axis(5), axis(10), linear([3, 3], [0, 8])(3)]).toEqual([100, 150, 200, 4])
})

test.each([
  [0, 10, 4, [0, 5, 10]],
  [-0.12, 0.13, 4, [-0.1, 0, 0.1]],
  [5, 5, 3, [5]],
  [0, Number.POSITIVE_INFINITY, 3, [0]],
])('ticks from %f to %f are round numbers', (low, high, about, expected) => {
  expect(ticks(low, high, about)).toEqual(expected)
})

test('a generation without both arms has no ratio', () => {
  const generations = scenario.generations
    .slice(0, 2)
    .map((generation, index) => (index === 0 ? { ...generation, head: {} } : generation))
  expect(logRatios(metric, generations)[0]).toBeNull()
  expect(logRatios(metric, generations)[1]).toBeCloseTo(
    Math.log((generations[1]?.head[metric.id] ?? 0) / (generations[1]?.base[metric.id] ?? 0)),
  )
})

test('every generation is a dot and the interval lies where its numbers say', () => {
  const domain = domainOf(scenario.metrics, scenario.generations)
  const { markup } = ratioPlot(metric, scenario.generations, domain)
  expect(markup.match(/<circle/g)).toHaveLength(scenario.generations.length)
  const centre = 8 + ((Math.log(metric.change?.ratio ?? 1) + domain) / (2 * domain)) * 284
  expect(Number(/<polygon points="([\d.]+)/.exec(markup)?.[1])).toBeCloseTo(centre, 1)
})

test('the axis is wide enough for every interval', () => {
  const domain = domainOf(scenario.metrics, scenario.generations)
  for (const { change } of scenario.metrics) {
    expect(Math.abs(Math.log(change?.high ?? 1))).toBeLessThan(domain)
    expect(Math.abs(Math.log(change?.low ?? 1))).toBeLessThan(domain)
  }
})

test('a metric without figures has no plot over generations', () => {
  expect(generationPlot({ ...metric, id: 'unknown' }, scenario.generations)).toBeNull()
})

test('the scale of a plot has room for its longest label', () => {
  const long = { ...metric, unit: 'payments' }
  const generations = scenario.generations.map((generation) => ({
    ...generation,
    base: { [metric.id]: 8.4 },
    head: { [metric.id]: 8.5 + generation.index / 100 },
  }))
  const { markup } = generationPlot(long, generations) ?? { markup: '' }
  const labels = [...markup.matchAll(/class="y"\s+x="([\d.]+)"[^>]*>([^<]+)</g)]
  expect(labels.length).toBeGreaterThan(1)
  // Text of 10.5 px that ends at x; half its size is wider than most of its characters.
  for (const [, x, text = ''] of labels) expect(Number(x)).toBeGreaterThan(text.length * 5.25)
})

test('text put into markup is escaped, markup is not', () => {
  expect(html`<b title="${'"><i>'}">${html`<i>${'&'}</i>`}${null}${false}${3}</b>`.markup).toBe(
    '<b title="&#34;&#62;&#60;i&#62;"><i>&#38;</i>3</b>',
  )
})
