import { controlScenario } from '../result/control-scenario.ts'
import { scenarioPattern } from './scenario-name.ts'

/**
 * The two commands that write stored baselines anew, for a shell. Of the main branch against
 * itself, since what is stored gates everybody; by the profile that it was stored by, since not
 * every profile counts as much.
 */
export function refreshCommands(profile: string, scenarios: readonly string[]): string {
  const names = new Set([
    ...scenarios.filter((name) => scenarioPattern.test(name)),
    controlScenario,
  ])
  const glob = names.size === 1 ? '' : ` --scenario '{${[...names].join(',')}}'`
  const measured = `npm run perf -- --profile ${nameOf(profile)} --base main --head main${glob}`
  return `${measured}, then npm run perf -- baseline update`
}

/** A result may come from a stranger, and this is for a shell. */
function nameOf(profile: string): string {
  return /^[a-z]+$/.test(profile) ? profile : 'pr'
}
