import { baselineSchemaVersion } from '../../perf/baseline/document.ts'
import { controlScenario } from '../../perf/result/control-scenario.ts'
import { groupTable } from '../../perf/scenarios/group-table.ts'
import type { RepositoryFile, Rule } from './repository.ts'

const measured: ReadonlySet<string> = new Set([
  controlScenario,
  ...groupTable.flatMap(({ scenarios }) => scenarios),
])

/**
 * Every stored baseline is of a scenario that a group measures. A run misses the scenarios it was
 * asked for only, and a change that takes one out of the table asks for it no more: so the baseline
 * goes in the same change, and whoever reviews it sees in the diff which gates go with it.
 */
export const baselinesAreMeasured: Rule = (files) =>
  files.flatMap((file) => {
    const scenario = scenarioOf(file)
    return scenario === undefined || measured.has(scenario)
      ? []
      : [
          `${file.path} is of scenario "${scenario}", which no group measures: ` +
            'put it into perf/scenarios/group-table.ts, or delete its baseline in this change, too',
        ]
  })

/** Undefined for what is no baseline; a folder of them has other records, too. */
function scenarioOf({ path, text }: RepositoryFile): string | undefined {
  if (!/^baselines\/[^/]+\/[^/]+\.json$/.test(path)) return undefined
  const { schema, scenario } = JSON.parse(text) as { schema?: unknown; scenario?: unknown }
  return schema === baselineSchemaVersion ? String(scenario) : undefined
}
