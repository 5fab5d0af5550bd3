import type { Bench } from './bench.ts'
import type { RowOutcome } from './figure.ts'
import type { BenchRow, RowReport } from './row.ts'
import { beginSetting, type Setting } from './setting.ts'

/** One row after the other: each wants the whole machine. */
export async function measureRows(bench: Bench, rows: readonly BenchRow[]): Promise<RowReport[]> {
  const reports: RowReport[] = []
  for (const row of rows) {
    bench.say(`row ${row.name}: ${row.title}`)
    const complete = await beginSetting(bench.options.command)
    const outcome = await row.measure(bench)
    const environment = row.onServices === true ? await bench.environment() : undefined
    const setting = settingOf(outcome) ?? complete(environment)
    reports.push({ name: row.name, title: row.title, outcome, setting })
  }
  return reports
}

/** Figures that were read out of an earlier run were made where that run was. */
function settingOf(outcome: RowOutcome): Setting | undefined {
  return outcome.kind === 'measured' ? outcome.setting : undefined
}
