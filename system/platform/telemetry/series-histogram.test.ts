import { Histogram, Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { SeriesHistogram } from './series-histogram.ts'

const of = { name: 'took_seconds', help: 'How long it took', buckets: [0.1, 1, 10] }
const values = [0.05, 0.1, 0.5, 10, 11]

test('what is told is what the own histogram of the client tells', async () => {
  const [own, theirs] = [new Registry(), new Registry()]
  const histogram = new SeriesHistogram(own, of)
  const model = new Histogram({
    ...of,
    buckets: [...of.buckets],
    labelNames: ['route', 'status'],
    registers: [theirs],
  })
  for (const labels of [
    { route: '/a "quoted"', status: 200 },
    { route: '/b', status: 404 },
  ]) {
    const series = histogram.series(labels)
    for (const value of values) {
      series.observe(value)
      model.observe(labels, value)
    }
  }
  const lines = async (registry: Registry) =>
    (await registry.metrics())
      .split('\n')
      .map((line) => line.replace(/\{(.*)\}/, (_all, labels: string) => sorted(labels)))
  expect(await lines(own)).toEqual(await lines(theirs))
})

/** The order of labels means nothing. */
const sorted = (labels: string) => `{${labels.split(',').toSorted().join(',')}}`
