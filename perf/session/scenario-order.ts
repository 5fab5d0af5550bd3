import { basename } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Scenarios run by name, as the session lists them. Vitest's own order depends on how long files
 * took the last time on this machine: what ran before a scenario, and what is said of the time
 * left, would too.
 */
export class ScenarioOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return [
      ...sorted.filter((file) => !isScenario(file)),
      ...sorted.filter(isScenario).toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1)),
    ]
  }
}

const isScenario = ({ project }: TestSpecification): boolean => project.name === 'perf'

const nameOf = ({ moduleId }: TestSpecification): string => basename(moduleId, '.perf.ts')
