import { isOwnCode } from '../code-places/arm-file.ts'
import type { CodePlace, ExecutionChange } from '../result/evidence.ts'
import type { Candidate } from './candidate.ts'
import { type Charge, growth } from './charges.ts'
import { type Work, workNames } from './clients.ts'
import type { EvidenceView } from './evidence-view.ts'
import { count, duration, fitted, placeName, times } from './words.ts'

/** A function's time is no finer than its samples: this many standard errors of their number. */
const errorsLeast = 3
const shareLeast = { touched: 0.005, untouched: 0.03 } as const
/**
 * An untouched function must have grown by this much of itself, as they all do when a machine is
 * busy.
 */
const untouchedRatio = 1.25
const samplingUsUsual = 250

/** Functions of the project that cost more, or whose code blocks run more often. */
export function codeCauses(view: EvidenceView, work: readonly Candidate[]): Candidate[] {
  const functions = functionCauses(view, countedWork(work))
  return [...functions, ...executionCauses(view, [...work, ...functions])]
}

/** Of what more was counted exactly: its clients' time is told with that. */
function countedWork(candidates: readonly Candidate[]): ReadonlySet<Work> {
  const counted = new Set<Work>()
  for (const { kind, nature } of candidates) {
    if (nature !== 'work') continue
    if (kind === 'statement' || kind === 'plan') counted.add('postgres')
    if (kind === 'redis' || kind === 'kafka' || kind === 'http') counted.add(kind)
  }
  return counted
}

function functionCauses(view: EvidenceView, counted: ReadonlySet<Work>): Candidate[] {
  const grown = view.charges.filter(
    (charge) => charge.owner !== undefined && !counted.has(charge.work) && isClear(view, charge),
  )
  const touched = grown.filter((charge) => charge.touched)
  const moved = movedShare(view.charges)
  const explained = touched.reduce((sum, charge) => sum + growth(charge), 0)
  const total = view.charges.reduce((sum, charge) => sum + growth(charge), 0)
  // Where touched code accounts for most of it, the rest is its wake.
  const told = explained >= total / 2 && touched.length > 0 ? touched : grown
  return told
    .map((charge) => functionCause(view, charge, charge.touched ? moved : 1))
    .filter(({ strength }) => strength >= shareLeast.touched)
}

/** Code that moved from one touched function to another costs what the two together cost more. */
function movedShare(charges: readonly Charge[]): number {
  const deltas = charges.filter(({ touched }) => touched).map(growth)
  const more = deltas.reduce((sum, delta) => sum + Math.max(0, delta), 0)
  const less = deltas.reduce((sum, delta) => sum + Math.max(0, -delta), 0)
  return more === 0 ? 0 : Math.max(0, more - less) / more
}

function isClear(view: EvidenceView, charge: Charge): boolean {
  const { touched, baseUs, headUs } = charge
  const profiles = view.evidence.profiles
  const sample = profiles?.samplingUs ?? samplingUsUsual
  const operations = profiles?.operations ?? { base: 1, head: 1 }
  const variance = (us: number, of: number) => (us * sample) / Math.max(1, of)
  const error = Math.sqrt(variance(baseUs, operations.base) + variance(headUs, operations.head))
  const share = view.share(growth(charge)) ?? 0
  if (growth(charge) < errorsLeast * error) return false
  return touched
    ? share >= shareLeast.touched
    : share >= shareLeast.untouched && headUs >= baseUs * untouchedRatio
}

const kindsOfWork: Readonly<Record<Work, Candidate['kind']>> = {
  postgres: 'function',
  redis: 'redis',
  kafka: 'kafka',
  http: 'http',
  disk: 'disk',
  code: 'function',
}

function functionCause(view: EvidenceView, charge: Charge, moved: number): Candidate {
  const place = charge.owner as CodePlace
  const { work, baseUs, headUs, leaf, touched } = charge
  const weight = view.share(growth(charge) * moved) ?? null
  const where = work === 'code' ? '' : ` in ${workNames[work]}`
  const what = work === 'disk' ? '' : ' of CPU'
  const cost = `${duration(headUs)}${what} per operation${where}, ${duration(baseUs)} before`
  const more = leaf === place ? '' : `; most of it in ${placeName(leaf)}`
  const within = executionsWithin(view, place)
  const [loudest] = within
  const runs = loudest === undefined ? '' : `; ${runsInWords(loudest, place)}`
  return {
    kind: kindsOfWork[work],
    title: `${placeName(place)} takes ${cost}${runs}${more}`,
    detail: executionDetail(within, place),
    place,
    touched,
    weight,
    strength: weight ?? 0,
    nature: 'code',
  }
}

/**
 * More rounds of a loop are exact, but may be cheap: enough to lead where nothing else was found.
 */
const strengthOfExecution = { touched: 0.02, untouched: 0.005 } as const

function executionCauses(view: EvidenceView, others: readonly Candidate[]): Candidate[] {
  // Who asks for more, or calls a dearer function, stands near it, and says nothing new.
  const told = others.flatMap(({ place, touched, onlyChangedFile }) =>
    touched || onlyChangedFile === true ? (place?.file ?? []) : [],
  )
  const open = view.executions.filter(({ place }) => !told.includes(place.file))
  const touched = open.filter(({ place }) => view.touched(place))
  const [first, ...rest] =
    touched.length > 0 ? touched : open.filter(({ place }) => isOwnCode(place))
  if (first === undefined) return []
  const inChange = touched.length > 0
  return [
    {
      kind: 'execution',
      title: `${placeName(first.place)}: ${runsInWords(first)}`,
      detail: executionDetail([first, ...rest.slice(0, 9)], first.place),
      place: first.place,
      touched: inChange,
      weight: null,
      strength: strengthOfExecution[inChange ? 'touched' : 'untouched'],
      nature: 'code',
    },
  ]
}

function executionsWithin(view: EvidenceView, place: CodePlace): ExecutionChange[] {
  return view.executions.filter((change) => contains(place, change.place))
}

function contains(outer: CodePlace, inner: CodePlace): boolean {
  if (outer.file !== inner.file || outer.file === '') return false
  return inner.line >= outer.line && inner.line <= (outer.lastLine ?? outer.line)
}

/** One is told by the title already, with its place and its figures: what is left is its source. */
function executionDetail(changes: readonly ExecutionChange[], told: CodePlace): string | null {
  const [first, ...rest] = changes
  if (first === undefined) return null
  if (rest.length > 0) return fitted(changes.map(executionLine).join('\n'))
  return first.kind === 'function' && first.place.line === told.line ? null : fitted(first.source)
}

/** @param told the function that the sentence is about, where it is not the one that runs */
function runsInWords({ kind, place, base, head }: ExecutionChange, told = place): string {
  const within = told.line === place.line ? 'it' : `the function at line ${place.line} in it`
  const what = kind === 'block' ? `the block at line ${place.line}` : within
  const before = (base ?? 0) === 0 ? 'never before' : `${count(base ?? 0)} before`
  return `${what} runs ${times(head ?? 0)} per operation, ${before}`
}

function executionLine(change: ExecutionChange): string {
  return `${placeName(change.place)} ${count(change.base ?? 0)} -> ${count(change.head ?? 0)}: ${change.source}`
}
