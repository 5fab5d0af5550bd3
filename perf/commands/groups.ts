import { appendFileSync } from 'node:fs'
import { globOf, type ScenarioGroup, selectGroups } from '../scenarios/groups.ts'

/** One job of a workflow: its group, and what `--scenario` names there. */
export interface GroupJob {
  readonly name: string
  readonly scenarios: string
}

export interface GroupsRequest {
  /** Of the scenarios wanted; undefined for all. */
  readonly glob: string | undefined
  readonly json: boolean
  /**
   * GITHUB_OUTPUT: where a step of a workflow leaves what later jobs read; undefined outside of
   * one.
   */
  readonly outputFile: string | undefined
}

/**
 * `perf groups`: what pull requests measure, for people, as JSON, and as the step's output
 * `groups`.
 */
export function listGroups({ glob, json, outputFile }: GroupsRequest): string {
  const groups = selectGroups(glob)
  const jobs = JSON.stringify(groups.map(jobOf))
  if (outputFile !== undefined) appendFileSync(outputFile, `groups=${jobs}\n`)
  return json ? jobs : groups.map(described).join('\n')
}

function jobOf({ name, scenarios }: ScenarioGroup): GroupJob {
  return { name, scenarios: globOf(scenarios) }
}

const described = ({ name, scenarios }: ScenarioGroup): string => `${name}: ${scenarios.join(', ')}`
