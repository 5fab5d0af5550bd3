import { controlScenario } from '../result/control-scenario.ts'
import type { RunResult } from '../result/document.ts'
import { scenarioPattern } from './scenario-name.ts'

/** What is to be stored anew, as it was. */
interface Refreshed {
  readonly profile: string
  readonly scenarios: readonly string[]
  /** Whether instructions are among it, so that they are not dropped. */
  readonly instructions: boolean
}

/** Counts instructions only where it is told to. */
const quick = 'quick'

/**
 * The two commands that write stored baselines anew, for a shell. Of the main branch against
 * itself, since what is stored gates everybody; by the profile that it was stored by, since not
 * every profile counts as much.
 */
export function refreshCommands({ profile, scenarios, instructions }: Refreshed): string {
  const names = new Set([
    ...scenarios.filter((name) => scenarioPattern.test(name)),
    controlScenario,
  ])
  const glob = names.size === 1 ? '' : ` --scenario '{${[...names].join(',')}}'`
  const flag = instructions && profile === quick ? ' --instructions' : ''
  const measured = `npm run perf -- --profile ${nameOf(profile)} --base main --head main${glob}${flag}`
  return `${measured}, then npm run perf -- baseline update`
}

/** Those that store what a result measured. */
export function refreshOfResult({ profile, scenarios }: RunResult): string {
  return refreshCommands({
    profile,
    scenarios: scenarios.map(({ name }) => name),
    instructions: scenarios.some(({ evidence }) => evidence?.instructions?.kind === 'counted'),
  })
}

/** A result may come from a stranger, and this is for a shell. */
function nameOf(profile: string): string {
  return /^[a-z]+$/.test(profile) ? profile : 'pr'
}
