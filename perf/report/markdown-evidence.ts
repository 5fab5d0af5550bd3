import type { RunResult, ScenarioResult } from '../result/document.ts'
import type { ChangedLines, StatementPlan } from '../result/evidence.ts'
import { diffPieces } from './diff.ts'
import { markdownCode, markdownFence, markdownText, plainLines, plainText } from './escape.ts'
import { costRows, executionRows, instructionRows, samplingNoise } from './evidence-rows.ts'
import type { EvidencePart, Item } from './markdown-item.ts'
import { reasonLine } from './markdown-why.ts'
import { noValue } from './numbers.ts'
import { quantity } from './quantity.ts'
import { type Reason, whyOf } from './reasons.ts'
import { shortenApart } from './shorten.ts'
import { countText, notable, type Pair, statementChanges } from './statement-changes.ts'

const rowsMost = 10
const block = { lines: 48, columns: 240 }
/** A statement is often one long line. */
const prose = { lines: 48, columns: 1_500 }

const statementWidth = 300

/** What the causes of a regression were read from: statements, plans, functions, counts. */
export function evidenceItems(result: RunResult): Item[] {
  return result.scenarios.flatMap((scenario) => {
    const why = whyOf(scenario)
    if (why === null) return []
    const reasons = [...why.strong, ...why.weaker]
    const parts = [
      ...causesInFull(scenario, reasons),
      ...why.weaker.map((reason, index) =>
        item(scenario, weaker, [`${why.strong.length + index + 1}. ${reasonLine(reason)}`]),
      ),
      ...statements(scenario),
      ...plans(scenario, reasons),
      ...functions(scenario, result.changedLines),
      ...executions(scenario, result.changedLines),
      ...instructions(scenario),
    ]
    return parts
  })
}

function item(scenario: ScenarioResult, part: EvidencePart, cells: readonly string[]): Item {
  return { section: 'evidence', scenario: scenario.name, part, cells }
}

const inFull: EvidencePart = { title: 'The causes in full', header: null }
const weaker: EvidencePart = { title: 'Weaker causes', header: null }

function causesInFull(scenario: ScenarioResult, reasons: readonly Reason[]): Item[] {
  return reasons.flatMap((reason, index) => {
    if (reason.detail === null) return []
    const plan = planIn(scenario, reason)
    const text =
      plan === undefined
        ? markdownFence(plainLines(reason.detail, prose), '')
        : `${markdownFence(plainLines(plan.statement, prose), 'sql')}\n\n${planDiff(plan)}`
    return [item(scenario, inFull, [`Cause ${index + 1}:\n\n${text}`])]
  })
}

/** A cause that carries both plans is shown by their difference. */
function planIn(scenario: ScenarioResult, { detail }: Reason): StatementPlan | undefined {
  return changedPlans(scenario).find(
    ({ base, head }) =>
      base !== null && head !== null && detail?.includes(base) && detail.includes(head),
  )
}

const changedPlans = ({ evidence }: ScenarioResult) =>
  (evidence?.plans ?? []).filter(({ changed }) => changed)

const otherPlans: EvidencePart = { title: 'Statements planned otherwise', header: null }

function plans(scenario: ScenarioResult, reasons: readonly Reason[]): Item[] {
  const told = new Set(reasons.map((reason) => planIn(scenario, reason)))
  return changedPlans(scenario)
    .filter((plan) => !told.has(plan))
    .slice(0, rowsMost)
    .map((plan) => {
      const statement = markdownFence(plainLines(plan.statement, prose), 'sql')
      return item(scenario, otherPlans, [`${statement}\n\n${planDiff(plan)}`])
    })
}

const signs = { same: ' ', gone: '-', new: '+' } as const

/** Base is what is gone, head what is new, as in any diff. */
function planDiff({ base, head }: StatementPlan): string {
  const lines = (text: string | null) => (text === null ? [] : plainLines(text, block))
  const diff = diffPieces(lines(base), lines(head))
  return markdownFence(
    diff.map(({ kind, text }) => `${signs[kind]} ${text}`),
    'diff',
  )
}

const statementPart: EvidencePart = {
  title: 'Statements, per operation',
  header: ['statement', '', 'calls', 'rows', 'time in Postgres'],
}

function statements(scenario: ScenarioResult): Item[] {
  const changes = notable(statementChanges(scenario)).slice(0, rowsMost)
  const texts = shortenApart(
    changes.map(({ text }) => plainText(text, 4_000)),
    statementWidth,
  )
  return changes.map(({ kind, calls, rows, us }, index) =>
    item(scenario, statementPart, [
      markdownCode(texts[index] ?? '', statementWidth),
      kind === 'same' ? '' : `**${kind}**`,
      pairText(calls, countText),
      pairText(rows, countText),
      us === null ? noValue : pairText(us, (value) => quantity(value, 'us')),
    ]),
  )
}

function pairText({ base, head }: Pair, text: (value: number) => string): string {
  const side = (value: number | null) => (value === null ? noValue : text(value))
  return base === head ? side(base) : `${side(base)} → ${side(head)}`
}

const functionPart: EvidencePart = {
  title: 'Functions by self CPU time, per operation',
  header: ['function', 'place', 'base', 'head', 'difference'],
}

function functions(scenario: ScenarioResult, changed: ChangedLines | undefined): Item[] {
  const profiles = scenario.evidence?.profiles
  if (profiles === undefined) return []
  return costRows(profiles.functions, 'us', changed, samplingNoise(profiles))
    .filter(({ tone }) => tone !== 'noise')
    .slice(0, rowsMost)
    .map((row) =>
      item(scenario, functionPart, [
        markdownCode(row.name, 80),
        `${markdownCode(row.place, 160)}${row.touched ? ' **touched**' : ''}`,
        row.base,
        row.head,
        row.difference,
      ]),
    )
}

const executionPart: EvidencePart = {
  title: 'Code that ran another number of times, per operation',
  header: ['source', 'place', 'base', 'head', 'change'],
}

function executions(scenario: ScenarioResult, changed: ChangedLines | undefined): Item[] {
  return executionRows(scenario.evidence?.execution ?? [], changed)
    .slice(0, rowsMost)
    .map((row) =>
      item(scenario, executionPart, [
        markdownCode(row.source, 100),
        `${markdownCode(row.place, 160)}${row.touched ? ' **touched**' : ''}`,
        row.base,
        row.head,
        row.change,
      ]),
    )
}

const instructionPart: EvidencePart = {
  title: 'Instructions, per operation',
  header: ['process', 'base', 'head', 'change', 'tolerance'],
}
const skippedPart: EvidencePart = { title: 'Instructions', header: null }

function instructions(scenario: ScenarioResult): Item[] {
  const counted = scenario.evidence?.instructions
  if (counted === undefined) return []
  if (counted.kind === 'skipped') {
    return [item(scenario, skippedPart, [`This gate did not run: ${markdownText(counted.reason)}`])]
  }
  return instructionRows(scenario, counted.readings).map(
    ({ title, base, head, change, tolerance }) =>
      item(scenario, instructionPart, [title, base, head, change, tolerance]),
  )
}
