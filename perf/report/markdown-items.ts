import type { RunResult, Verdict } from '../result/document.ts'
import { outdatedCode } from '../result/warning.ts'
import { markdownCode, markdownText } from './escape.ts'
import { evidenceItems } from './markdown-evidence.ts'
import type { Item } from './markdown-item.ts'
import { changeItems, whyItems } from './markdown-why.ts'
import { plural } from './numbers.ts'
import { besideDetectable, type Row, rowsOf, unchangedRank } from './rows.ts'

const samplesShown = 3
const sampleLength = 160
const titleLength = 110

export function itemsOf(result: RunResult): Item[] {
  const rows = rowsOf(result)
  const isFinding = (row: Row) =>
    row.rank < unchangedRank || (isSelfCheck(result) && isGateMetric(row))
  const findings = rows.filter(isFinding)
  return [
    ...problems(result),
    ...findings.map((row) => ({ section: 'findings' as const, cells: cells(row, result), row })),
    ...whyItems(result),
    ...changeItems(result),
    ...warningsInOrder(result).map((warning) => ({
      section: 'warnings' as const,
      cells: [`${warning.gate ? '**fails the run:** ' : ''}${markdownText(warning.message, 400)}`],
    })),
    ...evidenceItems(result),
    ...rows
      .filter((row) => !isFinding(row) && row.role === 'gate')
      .map((row) => ({ section: 'unchanged' as const, cells: cells(row, result), row })),
  ]
}

/** What is no word about this change comes after all that is. */
function warningsInOrder({ warnings }: RunResult): RunResult['warnings'] {
  const isOfTheStore = ({ code }: RunResult['warnings'][number]) => code === outdatedCode
  return [...warnings.filter((each) => !isOfTheStore(each)), ...warnings.filter(isOfTheStore)]
}

const isSelfCheck = (result: RunResult) => result.kind === 'self-check'
const isGateMetric = (row: Row) => row.kind === 'metric' && row.role === 'gate'

/** Broken invariants, then scenarios that failed, could not be measured, or are gone. */
function problems(result: RunResult): Item[] {
  const broken = result.scenarios.flatMap((scenario) =>
    scenario.invariants
      .filter((invariant) => invariant.violations > 0)
      .map((invariant) => {
        const rows = invariant.sample
          .slice(0, samplesShown)
          .map((row) => markdownCode(row, sampleLength))
        const sample = rows.length === 0 ? '' : `, for example ${rows.join(', ')}`
        return `**${markdownText(scenario.name, 60)}**, ${invariant.arm}: ${markdownText(invariant.title)} – ${plural(invariant.violations, 'violation')} (${markdownCode(invariant.id, 80)})${sample}`
      }),
  )
  const states = result.scenarios.flatMap(({ name, status }) => {
    const subject = `**${markdownText(name, 60)}**`
    if (status.kind === 'measured') return []
    if (status.kind === 'missing') return [`${subject} has a baseline and was not run`]
    const where = status.kind === 'failed' && status.arm !== null ? ` (${status.arm})` : ''
    return [`${subject} ${status.kind}${where}: ${markdownText(status.reason)}`]
  })
  return [...broken, ...states].map((text) => ({ section: 'problems', cells: [text] }))
}

/**
 * The last column but one is the stored baseline, in a self-check what the machine could have seen.
 */
function cells(row: Row, result: RunResult): string[] {
  return [
    `**${markdownText(row.scenario, 60)}** ${title(row)}`,
    markdownText(row.base),
    markdownText(row.head),
    [row.change, row.interval]
      .filter((text) => text !== '')
      .map((text) => markdownText(text))
      .join(' '),
    markdownText(isSelfCheck(result) ? row.detectable : row.stored),
    `${symbol(row)} ${markdownText(isSelfCheck(result) ? besideDetectable(row) : row.verdict)}`,
  ]
}

function title(row: Row): string {
  if (row.kind === 'metric' || row.group === '') return markdownText(row.title, titleLength)
  if (row.total) return `${markdownText(row.group, 60)}, ${markdownText(row.title, titleLength)}`
  return `${markdownText(row.group, 60)} ${markdownCode(row.title, titleLength)}`
}

const symbols: Readonly<Record<Verdict['kind'], string>> = {
  regressed: '🔴',
  missing: '⚫',
  invalid: '🟡',
  inconclusive: '🟡',
  improved: '🟢',
  new: '🔵',
  equivalent: '⚪',
}

const symbol = (row: Row) =>
  row.verdictKind === 'regressed' && row.role === 'inform' ? '🟠' : symbols[row.verdictKind]
