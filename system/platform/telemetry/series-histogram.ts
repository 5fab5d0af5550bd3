import type { Histogram, Registry } from 'prom-client'

export interface SeriesHistogramOptions {
  readonly name: string
  readonly help: string
  /** Upper bounds, rising. */
  readonly buckets: readonly number[]
}

/** Of one set of labels. */
export class Series {
  readonly labels: Readonly<Record<string, string | number>>
  /** Of each bucket by itself, and of what is above the last. */
  readonly counts: number[]
  sum = 0
  readonly #bounds: readonly number[]

  constructor(labels: Series['labels'], bounds: readonly number[]) {
    this.labels = labels
    this.#bounds = bounds
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0)
  }

  observe(value: number): void {
    const bounds = this.#bounds
    let index = 0
    while (index < bounds.length && value > (bounds[index] ?? 0)) index += 1
    this.counts[index] = (this.counts[index] ?? 0) + 1
    this.sum += value
  }
}

interface Sample {
  readonly metricName: string
  readonly labels: Readonly<Record<string, string | number>>
  readonly value: number
}

/**
 * A histogram whose series are held by who observes. The client's own finds the series of every
 * value by sorting, checking and joining its labels, which costs more than a request's routing.
 */
export class SeriesHistogram {
  readonly name: string
  readonly help: string
  readonly type = 'histogram'
  readonly aggregator = 'sum'
  readonly #buckets: readonly number[]
  readonly #series: Series[] = []

  constructor(registry: Registry, { name, help, buckets }: SeriesHistogramOptions) {
    this.name = name
    this.help = help
    this.#buckets = buckets
    // What a registry asks of a metric, and nothing else, is here.
    registry.registerMetric(this as unknown as Histogram)
  }

  /** Once for each set of labels. */
  series(labels: Series['labels']): Series {
    const series = new Series(labels, this.#buckets)
    this.#series.push(series)
    return series
  }

  /** Called by the registry. */
  async get(): Promise<object> {
    const { name, help, type, aggregator } = this
    return {
      name,
      help,
      type,
      aggregator,
      values: this.#series.flatMap((each) => this.#samples(each)),
    }
  }

  #samples({ labels, counts, sum }: Series): Sample[] {
    const samples: Sample[] = []
    let count = 0
    counts.forEach((own, index) => {
      count += own
      const le = this.#buckets[index] ?? '+Inf'
      samples.push({ metricName: `${this.name}_bucket`, labels: { ...labels, le }, value: count })
    })
    samples.push({ metricName: `${this.name}_sum`, labels, value: sum })
    samples.push({ metricName: `${this.name}_count`, labels, value: count })
    return samples
  }
}
