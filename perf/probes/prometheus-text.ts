/**
 * One sample line of the Prometheus text format. Source: prometheus.io, exposition formats,
 * text-based.
 */
export interface PrometheusSample {
  readonly name: string
  readonly labels: string
  readonly value: number
}

/** The samples of a scrape; comment lines are passed over, a value that is no number is dropped. */
export function parsePrometheus(text: string): PrometheusSample[] {
  const samples: PrometheusSample[] = []
  for (const line of text.split('\n')) {
    const match = /^([a-zA-Z_:][\w:]*)(\{[^}]*\})? (\S+)/.exec(line)
    const value = Number(match?.[3])
    if (match?.[1] !== undefined && Number.isFinite(value)) {
      samples.push({ name: match[1], labels: match[2] ?? '', value })
    }
  }
  return samples
}

/**
 * Sum over all label sets of one metric, or of all that match; undefined when the scrape has none.
 * @param label only of sets with it, as the scrape writes it: `state="busy"`
 */
export function sumOf(
  samples: readonly PrometheusSample[],
  metric: string | RegExp,
  label = '',
): number | undefined {
  const isMeant = ({ name }: PrometheusSample) =>
    typeof metric === 'string' ? name === metric : metric.test(name)
  const found = samples.filter((sample) => isMeant(sample) && sample.labels.includes(label))
  return found.length === 0 ? undefined : found.reduce((sum, sample) => sum + sample.value, 0)
}
