import type { GroupRun, RunResult } from '../result/document.ts'
import { control, reconciliation } from './fixture-scenarios.ts'

/** Two groups, one of which regressed in `run`, and a third that left nothing. */
export function joinedRun(run: RunResult): RunResult {
  const { startedAt, durationMs, seed, fingerprint, machine, reproduce } = run
  const own = { startedAt, durationMs, seed, fingerprint, machine, reproduce, warnings: [] }
  const looks = { declared: [8, 16, 24], taken: [8] }
  const scenarios = run.scenarios.map((scenario) => named(scenario, 'main'))
  const others = [
    { ...reconciliation(), name: 'netting', title: 'Netting: 320 payments and their cycle' },
    named(control(29), 'interbank'),
  ]
  const groups: GroupRun[] = [
    { ...own, name: 'main', outcome: 'regressed', looks, scenarios: scenarios.map(nameOf) },
    {
      ...own,
      name: 'interbank',
      outcome: 'passed',
      durationMs: 401_000,
      seed: 77,
      machine: { ...machine, stealPercent: 2.5 },
      looks: { ...looks, taken: [8, 16] },
      repeated: { reason: 'netting: CPU steal was 12.1 %, expected at most 10 %' },
      reproduce: 'npm run perf -- --profile pr --base 9c41e7f0 --scenario "{netting,control}"',
      scenarios: others.map(nameOf),
    },
  ]
  return {
    ...run,
    warnings: [
      {
        code: 'group-unmeasured',
        message: 'group reporting left no result: nobody measured export, realtime',
        gate: false,
      },
    ],
    scenarios: [...scenarios, ...others],
    reproduce: groups.map((each) => `${each.reproduce} --out perf-results/${each.name}`).join('; '),
    joined: { groups, falseAlarmRate: 0.02 },
  }
}

const nameOf = ({ name }: RunResult['scenarios'][number]) => name

function named(scenario: RunResult['scenarios'][number], group: string) {
  return scenario.kind === 'control'
    ? { ...scenario, name: `${scenario.name} (${group})` }
    : scenario
}
