import type { InvariantResult } from '../result/document.ts'

/** Invariants of many generations as one row per invariant and arm: violations add up, samples are kept first. */
export class InvariantTally {
  readonly #rows = new Map<string, InvariantResult>()

  add(results: readonly InvariantResult[]): void {
    for (const result of results) {
      const key = `${result.arm} ${result.id}`
      const before = this.#rows.get(key)
      this.#rows.set(key, before === undefined ? result : merge(before, result))
    }
  }

  results(): InvariantResult[] {
    return [...this.#rows.values()]
  }
}

function merge(before: InvariantResult, now: InvariantResult): InvariantResult {
  return {
    ...before,
    violations: before.violations + now.violations,
    sample: before.sample.length > 0 ? before.sample : now.sample,
  }
}
