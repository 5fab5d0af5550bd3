import { relative } from 'node:path'
import type { TestSpecification } from 'vitest/node'
import { ScenarioOrder } from '../../perf/session/scenario-order.ts'

/**
 * The longest of those that run beside each other: one that begins last would be waited for with
 * nothing left to run beside it. A list that is out of date costs time and no more.
 */
export const longestFirst: readonly string[] = [
  'perf/commands/shape.integration.test.ts',
  'scripts/act/workflows.integration.test.ts',
  'perf/commands/check.integration.test.ts',
  'perf/replay/committed-record.test.ts',
  'perf/oracles/mutants.integration.test.ts',
  'perf/verdict/rates.simulation.test.ts',
  'system/modules/payments/crash.integration.test.ts',
  'perf/measuring/inspection/profile-pass.integration.test.ts',
  'system/modules/netting/under-load.integration.test.ts',
  'perf/session/interrupt.integration.test.ts',
  'system/modules/payments/held.integration.test.ts',
]

/** The longest files begin first, so that what runs beside each other ends together. */
export class FileOrder extends ScenarioOrder {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((one, other) => this.#rank(one) - this.#rank(other))
  }

  #rank({ moduleId }: TestSpecification): number {
    const place = longestFirst.indexOf(relative(this.ctx.config.root, moduleId))
    return place === -1 ? longestFirst.length : place
  }
}
