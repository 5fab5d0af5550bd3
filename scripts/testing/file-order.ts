import { relative } from 'node:path'
import type { TestSpecification } from 'vitest/node'
import { ScenarioOrder } from '../../perf/session/scenario-order.ts'
import { longestFirst } from './alone.ts'

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
