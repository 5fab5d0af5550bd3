import type { RunResult } from '../result/document.ts'
import { placeText } from './code-place.ts'
import { environmentFacts, recap, repeatedText, revisionText } from './facts.ts'
import { plainText } from './escape.ts'
import { type Headline, headlineOf } from './headline.ts'
import { plural } from './numbers.ts'
import { type Reason, uncoveredChanges, whysOf } from './reasons.ts'
import { noteTexts } from './reading-notes.ts'
import { rowsOf, unchangedRank } from './rows.ts'
import { renderTable, tableRows } from './terminal-table.ts'
import { type Ink, ink, type TerminalOptions, terminalText, wrap } from './terminal-style.ts'

/**
 * The end of a run in the terminal: verdict, problems, the table with regressions first, how to
 * repeat it.
 */
const tones: Readonly<Record<Headline['tone'], Ink>> = {
  bad: 'red',
  good: 'green',
  calm: 'green',
  unsure: 'yellow',
}
const statementLength = 400
const statementsShown = 8

export function renderTerminal(result: RunResult, options: TerminalOptions): string {
  const all = rowsOf(result)
  const findings = all.filter((row) => row.rank < unchangedRank)
  const rows = findings.length > 0 ? all : all.filter((row) => row.kind === 'metric')
  const rest = all.length - findings.length
  const changes = uncoveredChanges(result)
  const repeated = repeatedText(result)
  const paragraph = (text: string, color?: Ink, limit = 600) =>
    wrap(terminalText(text, options, limit), options.width, '  ', options).map((line) =>
      color === undefined ? line : ink(line, color, options),
    )
  const headline = headlineOf(result)
  const blocks = [
    paragraph(headline.text, tones[headline.tone]),
    paragraph(`${revisionText(result.base)} → ${revisionText(result.head)}`, 'dim'),
    repeated === null ? [] : paragraph(repeated, 'yellow'),
    problems(result).flatMap((text) => paragraph(text, 'red')),
    renderTable(rows, result, options),
    noteTexts(tableRows(rows)).flatMap((text) => paragraph(text, 'dim')),
    ...whysOf(result).map(({ scenario, strong, unexplained }) => [
      ...paragraph(`Why ${scenario} regressed`, 'bold'),
      ...(strong.length === 0 ? paragraph('no likely cause was found') : []),
      ...strong.flatMap((reason, index) => [
        ...paragraph(`${index + 1}. ${reasonText(reason)}`),
        ...codeLines(reason, options),
      ]),
      ...(unexplained === null ? [] : paragraph(unexplained)),
    ]),
    changes
      .slice(0, statementsShown)
      .flatMap(({ scenario, title, code }) => [
        ...paragraph(`${scenario} ${title}`, 'bold'),
        ...paragraph(code ?? '', undefined, statementLength),
      ]),
    changes.length > statementsShown
      ? paragraph(
          `${plural(changes.length - statementsShown, 'change of work', 'changes of work')} more in the HTML page`,
        )
      : [],
    result.warnings.flatMap((warning) => paragraph(`Warning: ${warning.message}`, 'yellow')),
    environmentFacts(result).flatMap((fact) =>
      paragraph(`${fact.label}: ${fact.value}`, 'dim', fact.longest),
    ),
    paragraph(
      [
        recap(result),
        rest === all.length ? '' : `${plural(rest, 'row')} unchanged or without a gate`,
      ]
        .filter((text) => text !== '')
        .join('; '),
      'dim',
    ),
    // Not wrapped: whoever copies it wants one line.
    [terminalText('Again:', options), `  ${terminalText(result.reproduce, options, 900)}`],
  ]
  return `${blocks
    .filter((lines) => lines.join('') !== '')
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function codeLines({ code }: Reason, options: TerminalOptions): string[] {
  if (code === null) return []
  const indent = '  '
  const width = options.width - indent.length
  return wrap(terminalText(code, options), width, '', options).map((line) => `${indent}${line}`)
}

function reasonText(reason: Reason): string {
  const { title, place, touched, onlyChangedFile, weight } = reason
  const where = place === null ? '' : placeText(place)
  return [
    weight === null ? '' : `${weight}:`,
    plainText(title, 400),
    where === '' || title.includes(where) ? '' : `– ${where}`,
    touched ? '– in lines this change touched' : '',
    onlyChangedFile ? '– the only changed source file' : '',
  ]
    .filter((part) => part !== '')
    .join(' ')
}

function problems(result: RunResult): string[] {
  return result.scenarios.flatMap((scenario) => [
    ...scenario.invariants
      .filter((invariant) => invariant.violations > 0)
      .map(
        (invariant) =>
          `${scenario.name}, ${invariant.arm}: ${invariant.title}: ${plural(invariant.violations, 'violation')}, for example ${invariant.sample[0] ?? 'none kept'}`,
      ),
    ...(scenario.status.kind === 'failed' || scenario.status.kind === 'invalid'
      ? [`${scenario.name} ${scenario.status.kind}: ${scenario.status.reason}`]
      : []),
    ...(scenario.status.kind === 'missing'
      ? [`${scenario.name} has a baseline and was not run`]
      : []),
  ])
}
