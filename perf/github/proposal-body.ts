import { markdownTable } from 'markdown-table'
import type { Baseline } from '../baseline/document.ts'
import { markdownText } from '../report/escape.ts'
import { noValue, percentChange } from '../report/numbers.ts'
import { quantity } from '../report/quantity.ts'

/** One stored document, as it is on the default branch and as it was measured now. */
export interface ProposedBaseline {
  readonly path: string
  readonly before: Baseline | undefined
  readonly after: Baseline
}

export const proposalMaxCharacters = 60_000

/** The description of the pull request: old and new value of everything that changed. Pure. */
export function renderProposal(proposed: readonly ProposedBaseline[], runUrl: string): string {
  const head = [
    `Measured by [this run](${runUrl}). Merge it when the new values are what the system should be held to; a check never writes them.`,
    '',
    'Events of the workflow token start no workflows: close and reopen this pull request to run its checks.',
  ].join('\n')
  const sections = proposed.map(section)
  const kept: string[] = [head]
  let characters = head.length
  for (const text of sections) {
    if (characters + text.length > proposalMaxCharacters) break
    kept.push(text)
    characters += text.length
  }
  const left = sections.length + 1 - kept.length
  if (left > 0) kept.push(`${left} more: see the changed files.`)
  return `${kept.join('\n\n')}\n`
}

function section({ path, before, after }: ProposedBaseline): string {
  const rows = [
    ...metricRows(before, after),
    ...counterRows(before, after),
    ...instructionRows(before, after),
  ]
  const since = before === undefined ? 'new' : `was measured at ${before.commit.slice(0, 8)}`
  const title = `### ${markdownText(path)}\n\n${since}, now ${after.commit.slice(0, 8)}, ${after.profile}`
  if (rows.length === 0) return `${title}\n\nNo value changed.`
  const table = markdownTable([['', 'old', 'new', 'change'], ...rows], {
    align: ['l', 'r', 'r', 'r'],
    alignDelimiters: false,
  })
  return `${title}\n\n${table}`
}

function metricRows(before: Baseline | undefined, after: Baseline): string[][] {
  return rowsOf(before?.metrics ?? {}, after.metrics, ({ median }) => median)
}

/** Counters are exact: only what differs is worth a reader's time. */
function counterRows(before: Baseline | undefined, after: Baseline): string[][] {
  return rowsOf(before?.counters ?? {}, after.counters, ({ value }) => value)
}

/** What other tools counted is another value, not an older one. */
function instructionRows(before: Baseline | undefined, after: Baseline): string[][] {
  return rowsOf(countsByTools(before), countsByTools(after), ({ value }) => value)
}

type InstructionCount = { readonly title: string; readonly unit: string; readonly value: number }

function countsByTools(baseline: Baseline | undefined): Readonly<Record<string, InstructionCount>> {
  const kept = baseline?.instructions
  if (kept === undefined) return {}
  const unit = 'instructions'
  return Object.fromEntries(
    Object.entries(kept.values).map(
      ([id, value]) => [`${id}, ${kept.tools}`, { title: unit, unit, value }] as const,
    ),
  )
}

function rowsOf<T extends { readonly title: string; readonly unit: string }>(
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
  valueOf: (item: T) => number,
): string[][] {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return ids.flatMap((id) => {
    const [old, now] = [before[id], after[id]]
    const about = now ?? old
    const [oldValue, newValue] = [old && valueOf(old), now && valueOf(now)]
    if (about === undefined || oldValue === newValue) return []
    const change =
      oldValue !== undefined && newValue !== undefined && oldValue !== 0
        ? percentChange(newValue / oldValue - 1)
        : noValue
    return [
      [
        `${markdownText(about.title)} (${markdownText(id, 80)})`,
        markdownText(quantity(oldValue, about.unit)),
        markdownText(quantity(newValue, about.unit)),
        change,
      ],
    ]
  })
}
