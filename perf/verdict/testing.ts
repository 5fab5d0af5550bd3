import { groupOf } from '../result/counter-id.ts'
import type { Generation } from '../result/document.ts'
import type { CounterPass, ScenarioRecording } from '../result/recording.ts'

export { normal } from '../stats/testing.ts'

/** Recordings with known truth, for the tests of this folder and of `baseline/`. */
export function recordingOf(changes: Partial<ScenarioRecording> = {}): ScenarioRecording {
  return {
    schema: 'plumbline/recording@1',
    name: 'payments',
    title: 'Pay, read back, list',
    kind: 'journey',
    generations: [],
    counters: [],
    invariants: [],
    load: null,
    requests: null,
    ...changes,
  }
}

export const healthy = {
  stealPercent: 0,
  fdatasyncMsP50: null,
  fdatasyncMsP99: null,
  loadAverage1: 0.5,
}

/** One generation per factor: base holds `values`, head the same times the factor of its metric. */
export function generationsOf(
  values: Readonly<Record<string, number>>,
  factors: readonly Readonly<Record<string, number>>[],
): Generation[] {
  return factors.map((factor, index) => ({
    index,
    order: 'ABBA',
    slots: { base: 0, head: 1 },
    base: { ...values },
    head: mapValues(values, (value, id) => value * (factor[id] ?? 1)),
    dropped: null,
  }))
}

/** Four passes; `base` and `head` are counts per operation, or one per pass where they differ. */
export function passesWith(
  base: Readonly<Record<string, number | readonly [number, number]>>,
  head: Readonly<Record<string, number | readonly [number, number]>>,
): CounterPass[] {
  return [base, head].flatMap((counts, arm) =>
    ([1, 2] as const).map((pass) => ({
      arm: arm === 0 ? ('base' as const) : ('head' as const),
      pass,
      values: mapValues(counts, (count, id) => ({
        value: typeof count === 'number' ? count : (count[pass - 1] as number),
        unit: 'per operation',
        group: groupOf(id),
        title: id,
        detail: null,
      })),
    })),
  )
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]))
}
