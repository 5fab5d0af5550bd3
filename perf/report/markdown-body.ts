import { markdownTable } from 'markdown-table'
import type { RunResult } from '../result/document.ts'
import { markdownBlock, markdownText } from './escape.ts'
import { environmentFacts, recap, repeatedText, revisionText } from './facts.ts'
import { fit } from './fit.ts'
import { type Headline, headlineOf } from './headline.ts'
import type { Item } from './markdown-item.ts'
import { itemsOf } from './markdown-items.ts'
import { percent, plural } from './numbers.ts'
import { noteTexts } from './reading-notes.ts'
import { detectableTitle, rowsOf, unchangedRank } from './rows.ts'

/** The body that the pull request comment and the job summary share. */
export type MarkdownOptions = {
  readonly maxBytes: number
  /** Where the whole result is; a link that is not plain http(s) is left out. */
  readonly runUrl?: string
  /** Show unchanged rows at once instead of folding them. */
  readonly open?: boolean
}

const tones: Readonly<Record<Headline['tone'], string>> = {
  bad: '🔴',
  good: '🟢',
  calm: '✅',
  unsure: '🟡',
}

export function markdownBody(result: RunResult, options: MarkdownOptions): string {
  const items = itemsOf(result)
  const fixed = fixedParts(result, options)
  const render = (shown: number) =>
    layOut(result, fixed, items.slice(0, shown), items.length - shown, options)
  return fit(items.length, options.maxBytes, render).text
}

/** What is shown whole at any size; every text in it has a limit of its own. */
type FixedParts = {
  readonly title: string
  readonly subject: string
  /** That a first measurement was thrown away; empty where it was not. */
  readonly repeated: string
  /** How many rows gate nothing, and where they are. */
  readonly informing: string
  readonly footer: readonly string[]
}

function fixedParts(result: RunResult, options: MarkdownOptions): FixedParts {
  const headline = headlineOf(result)
  const repeated = repeatedText(result)
  const facts = environmentFacts(result).map(
    (fact) => `**${fact.label}** ${markdownText(fact.value, fact.longest ?? 300)}`,
  )
  return {
    title: `### ${tones[headline.tone]} ${markdownText(headline.text, 600)}`,
    subject: subject(result),
    repeated: repeated === null ? '' : `🔁 ${markdownText(repeated, 400)}`,
    informing: informing(result),
    footer: [
      facts.join(' · '),
      markdownBlock(result.reproduce, 'sh', 400 * (result.joined?.groups.length ?? 1)),
      runLink(options.runUrl),
    ],
  }
}

function layOut(
  result: RunResult,
  fixed: FixedParts,
  items: readonly Item[],
  missing: number,
  options: MarkdownOptions,
): string {
  const parts = [
    fixed.title,
    list(items, 'problems'),
    fixed.subject,
    fixed.repeated,
    result.kind === 'self-check' ? selfCheck : '',
    table(items, 'findings', result),
    ...whys(items, options.open === true),
    titled('What changed in the work per operation', list(items, 'causes')),
    titled('Warnings', list(items, 'warnings')),
    unchanged(items, result, fixed.informing, options.open === true),
    leftOut(missing),
    ...fixed.footer,
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function subject(result: RunResult): string {
  const revisions = `${markdownText(revisionText(result.base), 120)} → ${markdownText(revisionText(result.head), 120)}`
  const counts = recap(result)
  return counts === '' ? revisions : `${revisions} · ${counts}`
}

const selfCheck =
  'Base and head are the same tree: this run says what the machine can see. The detectable effect of a metric is how much slower head would have to be for this run to tell.'

function header(result: RunResult): string[] {
  const levels = new Set(
    result.scenarios.flatMap(({ metrics }) =>
      metrics.flatMap(({ change }) => (change === null ? [] : [change.confidence])),
    ),
  )
  const [level] = levels
  const change =
    levels.size === 1 && level !== undefined
      ? `change (${percent(level).replace(/\.0+/, '')} interval)`
      : 'change (interval)'
  const last = result.kind === 'self-check' ? detectableTitle : 'stored baseline'
  return ['metric', 'base', 'head', change, last, 'verdict']
}

function table(items: readonly Item[], section: Item['section'], result: RunResult): string {
  const shown = items.filter((item) => item.section === section)
  const rows = shown.map(({ cells }) => [...cells])
  if (rows.length === 0) return ''
  // Cells are not padded: one long statement would be paid for in every row.
  const lines = markdownTable([header(result), ...rows], {
    align: ['l', 'r', 'r', 'r', 'r', 'l'],
    alignDelimiters: false,
  })
  const notes = noteTexts(shown.flatMap(({ row }) => row ?? []))
  return [lines, ...notes.map((text) => markdownText(text, 600))].join('\n\n')
}

/** Under each regression its causes, and folded below them what they were read from. */
function whys(items: readonly Item[], open: boolean): string[] {
  const of = (section: Item['section']) =>
    Map.groupBy(
      items.filter((item) => item.section === section),
      ({ scenario }) => scenario ?? '',
    )
  const evidence = of('evidence')
  return [...of('why')].flatMap(([scenario, lines]) => [
    titled(
      `Why ${markdownText(scenario, 60)} regressed`,
      lines.map(({ cells }) => cells.join(' ')).join('\n'),
    ),
    evidenceText(evidence.get(scenario) ?? [], open),
  ])
}

function evidenceText(items: readonly Item[], open: boolean): string {
  if (items.length === 0) return ''
  const parts = [...Map.groupBy(items, ({ part }) => part)].map(([part, own]) => {
    const rows = own.map(({ cells }) => [...cells])
    const isList = rows.every(([text]) => /^\d+\. /.test(text ?? ''))
    const text =
      part === undefined || part.header === null
        ? rows.map((cells) => cells.join(' ')).join(isList ? '\n' : '\n\n')
        : markdownTable([[...part.header], ...rows], {
            align: part.header.map((_, index) => (index < 2 ? 'l' : 'r')),
            alignDelimiters: false,
          })
    return titled(part?.title ?? '', text)
  })
  return `<details${open ? ' open' : ''}><summary>What this was read from</summary>\n\n${parts.join('\n\n')}\n\n</details>`
}

function unchanged(
  items: readonly Item[],
  result: RunResult,
  others: string,
  open: boolean,
): string {
  const rows = items.filter((item) => item.section === 'unchanged')
  if (rows.length === 0) return others
  const label = `Gates without a change that matters: ${plural(rows.length, 'row')}`
  return `<details${open ? ' open' : ''}><summary>${label}</summary>\n\n${table(rows, 'unchanged', result)}\n\n</details>${others === '' ? '' : `\n\n${others}`}`
}

/** What decides nothing is looked for in the page, and would hide here what does. */
function informing(result: RunResult): string {
  const rows = rowsOf(result).filter(({ role, rank }) => role === 'inform' && rank >= unchangedRank)
  if (rows.length === 0) return ''
  const open = rows.filter(({ verdictKind }) => verdictKind === 'inconclusive').length
  const unsure = open === 0 ? '' : `, ${open} of them inconclusive`
  return `${plural(rows.length, 'row')} more that ${rows.length === 1 ? 'gates' : 'gate'} nothing${unsure}: in the HTML page.`
}

function list(items: readonly Item[], section: Item['section']): string {
  return items
    .filter((item) => item.section === section)
    .map((item) => `- ${item.cells.join(' ')}`)
    .join('\n')
}

const titled = (title: string, text: string) => (text === '' ? '' : `**${title}**\n\n${text}`)

function leftOut(count: number): string {
  if (count === 0) return ''
  return `${plural(count, 'line')} of lower priority ${count === 1 ? 'was' : 'were'} left out to keep this short; the HTML page of the run has all of them.`
}

function runLink(url: string | undefined): string {
  if (url === undefined || !/^https?:\/\/[\w.:/-]{1,300}$/.test(url)) return ''
  return `[The run, with the HTML page and the raw result](${url})`
}
