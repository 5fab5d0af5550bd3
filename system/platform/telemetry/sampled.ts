import { Gauge } from 'prom-client'
import type { Registry } from 'prom-client'

/** Values by label; the whole is asked for when Prometheus asks. */
export type Sample = Readonly<Record<string, number>>

/**
 * A gauge that is read at the moment of the scrape. What cannot be read then has no value: an old one
 * would lie.
 */
export function sampleGauge(
  registry: Registry,
  gauge: { readonly name: string; readonly help: string; readonly label?: string },
  read: () => number | Sample | Promise<number>,
): void {
  const { name, help, label } = gauge
  new Gauge({
    name,
    help,
    labelNames: label === undefined ? [] : [label],
    registers: [registry],
    async collect() {
      this.reset()
      const value = await valueOf(read)
      if (typeof value === 'number') {
        this.set(value)
      } else if (value !== undefined && label !== undefined) {
        for (const [of, each] of Object.entries(value)) {
          this.set({ [label]: of }, each)
        }
      }
    },
  })
}

async function valueOf(
  read: () => number | Sample | Promise<number>,
): Promise<number | Sample | undefined> {
  try {
    return await read()
  } catch {
    return undefined
  }
}
