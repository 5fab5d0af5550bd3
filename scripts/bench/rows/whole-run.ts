import type { RunResult } from '../../../perf/result/document.ts'
import { readResultFile } from '../../../perf/result/read.ts'
import { firstGroup } from '../../../perf/scenarios/groups.ts'
import { atMost, type RowOutcome } from '../figure.ts'
import type { BenchRow } from '../row.ts'
import { settingOfRun } from '../setting.ts'

/** How long a whole run took, as its own result says: never typed, never measured twice. */
export const quickProfile = wholeRun('quick', 4)
export const prProfile = wholeRun('pr', 10)

function wholeRun(profile: string, minutesMost: number): BenchRow {
  return {
    name: `${profile}-profile`,
    title: `A whole run, ${profile} profile`,
    async measure(bench) {
      const found = bench.options.results.map(readResultFile).find((result) => {
        return result.profile === profile
      })
      const command = `npm run perf -- --profile ${profile}`
      if (found === undefined) {
        return { kind: 'not measured', reason: `give --result FILE of \`${command}\`` }
      }
      const missing = scenariosMissing(found)
      return missing.length === 0
        ? outcomeOf(found, minutesMost * 60)
        : { kind: 'not measured', reason: `the run left out ${missing.join(', ')}` }
    },
  }
}

/** A run of one scenario says nothing of the time that those take which are measured together. */
export function scenariosMissing({ scenarios }: Pick<RunResult, 'scenarios'>): string[] {
  const measured = new Set(
    scenarios.filter(({ status }) => status.kind === 'measured').map(({ name }) => name),
  )
  return firstGroup.scenarios.filter((name) => !measured.has(name))
}

function outcomeOf(result: RunResult, secondsMost: number): RowOutcome {
  const generations = Math.max(...result.scenarios.map(({ generations }) => generations.length))
  return {
    kind: 'measured',
    figures: [
      {
        what: 'whole run',
        value: result.durationMs / 1_000,
        unit: 's',
        target: atMost(secondsMost),
      },
      { what: 'scenarios', value: result.scenarios.length, unit: '' },
      { what: 'generations of the longest scenario', value: generations, unit: '' },
    ],
    remarks: [
      `Read out of the result of run ${result.runId}, lane ${result.fingerprint.lane}, ` +
        `which ended as ${endOf(result)}`,
    ],
    setting: settingOfRun(result, result.reproduce),
  }
}

/** Equal trees are the one change whose truth is known without planting it. */
export function endOf({ kind, outcome }: Pick<RunResult, 'kind' | 'outcome'>): string {
  if (kind !== 'self-check' || outcome !== 'regressed') return outcome
  return 'regressed: a false alarm, because both arms were the same tree'
}
