import { markdownTable } from 'markdown-table'
import { quantity } from '../../perf/report/quantity.ts'
import { exact, noValue } from '../../perf/report/numbers.ts'
import { type Figure, judge, type RowOutcome, type Target } from './figure.ts'
import type { RowReport } from './row.ts'
import type { Setting } from './setting.ts'

/**
 * Pure: rows become markdown, one table for the terminal and one section per row for the document.
 */
export function summaryTable(reports: readonly RowReport[]): string {
  const lines = reports.flatMap(({ name, outcome }) =>
    figureLines(outcome).map((line, index) => [index === 0 ? name : '', ...line]),
  )
  return tableOf(['row', 'figure', 'measured', 'target', ''], lines)
}

/** A row with everything that one has to know of its figures. */
export function rowSection(report: RowReport): string {
  const { title, outcome, setting } = report
  const table = tableOf(['figure', 'measured', 'target', ''], figureLines(outcome))
  const remarks = remarksOf(outcome).map((remark) => `- ${remark}`)
  return [`## ${title}`, table, ...(remarks.length > 0 ? [remarks.join('\n')] : [])]
    .concat(settingText(setting))
    .join('\n\n')
}

export function remarksOf(outcome: RowOutcome): readonly string[] {
  if (outcome.kind !== 'measured') return []
  const { invalid, remarks } = outcome
  return invalid === undefined ? remarks : [`Durations are not judged: ${invalid}`, ...remarks]
}

function figureLines(outcome: RowOutcome): string[][] {
  if (outcome.kind !== 'measured') return [[`${outcome.kind}: ${outcome.reason}`, '', '', '']]
  return outcome.figures.map((figure) => [
    figure.what,
    valueText(figure.value, figure.unit),
    figure.target === undefined ? '' : targetText(figure.target, figure.unit),
    judgementText(figure, outcome.invalid),
  ])
}

function judgementText(figure: Figure, invalid: string | undefined): string {
  const judgement = judge(figure, invalid)
  return judgement === 'no target' ? '' : judgement
}

const signs = { below: '<', 'at most': '≤', 'at least': '≥' } as const satisfies Record<
  Target['compare'],
  string
>

function targetText(target: Target, unit: string): string {
  return `${signs[target.compare]} ${valueText(target.limit, unit)}`
}

/** A count keeps its digits; a measure has three of them. */
function valueText(value: number | undefined, unit: string): string {
  if (value === undefined) return noValue
  return unit === '' ? exact(value) : quantity(value, unit)
}

function tableOf(head: readonly string[], lines: readonly string[][]): string {
  const align = head.map((name) => (name === 'measured' || name === 'target' ? 'r' : 'l'))
  return markdownTable([[...head], ...lines], { align })
}

export function settingText(setting: Setting): string {
  const { machine, services } = setting
  const software =
    services === undefined
      ? `Node ${setting.node}`
      : `Node ${setting.node}, Postgres ${services.postgres}, Redis ${services.redis}, ` +
        `Kafka ${services.kafka} (${services.provider}), durability profile ${services.durability}`
  return [
    `${minuteOf(setting.startedAt)}, commit ${setting.commit}: \`${setting.command}\`  `,
    `${machine.cpuModel}, ${machine.cores} cores, ${quantity(machine.memoryBytes, 'bytes')}, ` +
      `${machine.os}; ${software}  `,
    `Load average before the row ${setting.loadAverage1.toFixed(1)}, ` +
      `CPU stolen ${setting.stealPercent.toFixed(1)} %`,
  ].join('\n')
}

function minuteOf(timestamp: string): string {
  return `${timestamp.slice(0, 10)} ${timestamp.slice(11, 16)} UTC`
}
