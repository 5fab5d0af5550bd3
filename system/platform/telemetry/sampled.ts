import { Gauge } from 'prom-client'
import type { Registry } from 'prom-client'

/** One number, or one for each value of the label. */
export type Sample = number | Readonly<Record<string, number>>

/**
 * A gauge that is read at the moment of the scrape. What cannot be read then has no value: an old
 * one would lie.
 */
export function sampleGauge(
  registry: Registry,
  gauge: { readonly name: string; readonly help: string; readonly label?: string },
  read: () => Sample | Promise<Sample>,
): void {
  const { name, help, label } = gauge
  new Gauge({
    name,
    help,
    labelNames: label === undefined ? [] : [label],
    registers: [registry],
    async collect() {
      this.reset()
      if (label === undefined) {
        // Without a label a reset leaves a zero.
        this.remove()
      }
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

async function valueOf(read: () => Sample | Promise<Sample>): Promise<Sample | undefined> {
  try {
    return await read()
  } catch {
    return undefined
  }
}
