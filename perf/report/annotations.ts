import type { RunResult } from '../result/document.ts'
import type { ChangedLines } from '../result/evidence.ts'
import { touchedLine } from './code-place.ts'
import { plainText } from './escape.ts'
import { noValue, plural } from './numbers.ts'
import { type Why, whysOf } from './reasons.ts'
import { type Row, rowsOf } from './rows.ts'

/**
 * What the checks page shows beside the log. Plain text of one line: whoever prints it escapes it.
 */
export type Annotation = {
  readonly level: 'error' | 'warning' | 'notice'
  readonly title: string
  readonly message: string
  /** Where it is shown in the change itself: a line of head that the change touched. */
  readonly file?: string
  readonly line?: number
}

/** GitHub shows ten workflow-command annotations of each level per step. */
export const annotationsPerLevel = 10

export function annotationsOf(result: RunResult): Annotation[] {
  const all = [
    ...broken(result),
    ...statuses(result),
    ...warnings(result),
    ...whysOf(result).flatMap((why) => causeAnnotations(why, result.changedLines)),
    ...rowsOf(result).flatMap(rowAnnotation),
  ]
  return (['error', 'warning', 'notice'] as const).flatMap((level) =>
    limited(all.filter((annotation) => annotation.level === level)),
  )
}

function broken(result: RunResult): Annotation[] {
  return result.scenarios.flatMap((scenario) =>
    scenario.invariants
      .filter((invariant) => invariant.violations > 0)
      .map((invariant) =>
        annotation(
          'error',
          `${scenario.name}: invariant broken`,
          `${invariant.title}: ${plural(invariant.violations, 'violation')} in ${invariant.arm}`,
        ),
      ),
  )
}

function statuses(result: RunResult): Annotation[] {
  return result.scenarios.flatMap(({ name, status }) => {
    if (status.kind === 'measured') return []
    if (status.kind === 'missing')
      return [
        annotation('error', `${name}: missing`, 'The scenario has a baseline and was not run'),
      ]
    return [
      annotation(
        status.kind === 'failed' ? 'error' : 'warning',
        `${name}: ${status.kind}`,
        status.reason,
      ),
    ]
  })
}

function warnings(result: RunResult): Annotation[] {
  return result.warnings.map(({ gate, code, message }) =>
    annotation(gate ? 'error' : 'warning', code, message),
  )
}

function rowAnnotation(row: Row): Annotation[] {
  const gates = row.role === 'gate'
  const message = [
    `${row.base} → ${row.head}`,
    row.change,
    row.interval,
    row.statement ?? row.meaning ?? '',
  ]
    .filter((text) => text !== '')
    .join(' ')
  const title = `${row.scenario}: ${[row.group, row.title].join(' ').trim()} ${row.verdictKind}`
  switch (row.verdictKind) {
    case 'regressed':
      return [annotation(gates ? 'error' : 'notice', title, message)]
    case 'missing':
      return [annotation(gates ? 'error' : 'warning', title, missingText(row))]
    case 'invalid':
      return gates ? [annotation('warning', title, row.verdict)] : []
    case 'improved':
      return [annotation('notice', title, message)]
    case 'equivalent':
    case 'inconclusive':
    case 'new':
      return []
  }
}

/** The likely causes of a regression, at their place where the change touched it. */
function causeAnnotations(
  { scenario, strong }: Why,
  changed: ChangedLines | undefined,
): Annotation[] {
  return strong.map(({ title, weight, place, touched, onlyChangedFile }, index) => {
    const cost = weight === null ? '' : ` (${weight})`
    // Not shown at that file: a line would have to be guessed.
    const only =
      onlyChangedFile && place !== null ? `; ${place.file} is the only changed source file` : ''
    const message = `Likely cause ${index + 1}${cost}: ${title}${only}`
    const at = touched && place !== null && isPath(place.file) && place.line > 0 ? place : null
    return {
      ...annotation(at === null ? 'notice' : 'warning', `${scenario}: why it regressed`, message),
      ...(at === null ? {} : { file: at.file, line: touchedLine(at, changed) ?? at.line }),
    }
  })
}

/** Relative, inside the checkout, and nothing that a workflow command could take for its own. */
const isPath = (file: string) =>
  /^[\w@.][\w@./ -]{0,300}$/.test(file) && !file.split('/').includes('..')

/**
 * A metric is missed by comparison with base, or with the stored baseline where base lacks it too.
 */
const missingText = (row: Row) =>
  row.base === noValue ? 'The baseline has it, this run has not' : 'Base has it, head has not'

function limited(annotations: readonly Annotation[]): Annotation[] {
  const [first] = annotations
  if (first === undefined || annotations.length <= annotationsPerLevel) return [...annotations]
  const rest = annotations.length - annotationsPerLevel + 1
  return [
    ...annotations.slice(0, annotationsPerLevel - 1),
    {
      level: first.level,
      title: plural(rest, `more ${first.level}`),
      message: 'See the job summary and the HTML page of the run',
    },
  ]
}

const annotation = (level: Annotation['level'], title: string, message: string): Annotation => ({
  level,
  title: plainText(title, 120),
  message: plainText(message, 600),
})
