import type { CounterResult } from '../result/document.ts'
import { isTotal } from '../result/counter-id.ts'
import type { Candidate } from './candidate.ts'
import { clientWords, type Work } from './clients.ts'
import { changedCaller, type EvidenceView, grownCounters } from './evidence-view.ts'
import { bytes, count, times } from './words.ts'

/**
 * Counters other than those of statements: Redis, Kafka, calls to others, bytes of answers. They
 * say what is done, so they lead the code that does it; `callUs` is what one more costs where no
 * profile tells.
 */
interface CountedWork {
  readonly group: RegExp
  readonly kind: Candidate['kind']
  readonly work: Work
  readonly callUs: number
  /** The name is empty for the total of a group whose members are not exact. */
  readonly say: (counter: CounterResult, name: string) => string
}

const perOperation = ({ base, head }: CounterResult) =>
  (base ?? 0) === 0
    ? `${times(head ?? 0)} per operation, never before`
    : `${times(head ?? 0)} per operation, ${count(base ?? 0)} before`
const inBytes = ({ base, head }: CounterResult) =>
  `${bytes(head ?? 0)} per operation, ${bytes(base ?? 0)} before`

/** Nothing where there is no name. */
const named = (before: string, name: string) => (name === '' ? '' : `${before}${name}`)

const counted: readonly CountedWork[] = [
  {
    group: /^redis\./,
    kind: 'redis',
    work: 'redis',
    callUs: 20,
    say: (counter, name) =>
      `Redis is asked${named(' ', name.toUpperCase())} ${perOperation(counter)}`,
  },
  {
    group: /^kafka\.messages/,
    kind: 'kafka',
    work: 'kafka',
    callUs: 40,
    say: (counter, name) =>
      `Kafka${named(' topic ', name)} gets a message ${perOperation(counter)}`,
  },
  {
    group: /^kafka\.bytes/,
    kind: 'kafka',
    work: 'kafka',
    callUs: 0.01,
    say: (counter, name) => `Kafka${named(' topic ', name)} gets ${inBytes(counter)}`,
  },
  {
    group: /^http\.calls/,
    kind: 'http',
    work: 'http',
    callUs: 150,
    say: (counter, name) => `${name || 'something outside'} is called ${perOperation(counter)}`,
  },
]

export function counterCauses(view: EvidenceView): Candidate[] {
  const up = grownCounters(view.scenario.counters)
  const messages = up.some(({ group }) => group === 'kafka.messages')
  // More messages are more bytes; only larger ones are news.
  const told = messages ? up.filter(({ group }) => group !== 'kafka.bytes') : up
  return [
    ...counted.flatMap((about) => causesOf(view, told, about)),
    ...responseCauses(view, up),
    ...systemCallCauses(up),
  ]
}

const strengthLeast = 0.02

/** One cause per group: the counter that grew most, the others in its detail. */
function causesOf(
  view: EvidenceView,
  up: readonly CounterResult[],
  { group, kind, work, callUs, say }: CountedWork,
): Candidate[] {
  const members = up.filter((counter) => group.test(counter.group)).toSorted(byGrowth)
  const [first] = members
  if (first === undefined) return []
  const more = members.reduce((sum, counter) => sum + growth(counter), 0)
  const measured = Math.max(0, view.workGrowthUs(work))
  const weight = measured === 0 ? undefined : view.share(measured)
  const guess = weight === undefined ? (view.share(more * callUs) ?? 0) : 0
  const place = changedCaller(view, work)
  return [
    {
      kind,
      title: `${say(first, nameOf(first))}${clientWords(work, measured)}`,
      detail: members.length > 1 ? members.map((one) => say(one, nameOf(one))).join('\n') : null,
      place,
      touched: place !== null,
      weight: weight ?? null,
      strength: Math.max(weight ?? 0, guess, strengthLeast),
      nature: 'work',
    },
  ]
}

/** A body that doubles is a reason, whatever of its cost a profile finds where. */
const strengthOfTwice = 0.15
const responseGroup = 'http.response-bytes'

function responseCauses(view: EvidenceView, up: readonly CounterResult[]): Candidate[] {
  return up
    .filter(({ group }) => group === responseGroup)
    .toSorted(byGrowth)
    .slice(0, 2)
    .map((counter) => {
      const owner = view.charges.find(({ touched }) => touched)?.owner
      const place = owner ?? changedCaller(view, 'code')
      const relative = growth(counter) / Math.max(1, counter.base ?? 0)
      return {
        kind: 'response' as const,
        title: `the answer${named(' of ', nameOf(counter))} has ${inBytes(counter)}`,
        detail: null,
        place,
        touched: place !== null,
        weight: null,
        strength: strengthOfTwice * Math.min(3, relative),
        nature: 'work' as const,
      }
    })
}

/**
 * Whatever is sent or written ends in such calls, so they follow from another cause if there is
 * one.
 */
function systemCallCauses(up: readonly CounterResult[]): Candidate[] {
  return up
    .filter(({ group }) => group === 'io.reads' || group === 'io.writes')
    .map((counter) => ({
      kind: 'disk' as const,
      title: `the process calls ${counter.group === 'io.reads' ? 'read' : 'write'} ${perOperation(counter)}`,
      detail: null,
      place: null,
      touched: false,
      weight: null,
      strength: 0.1 * Math.min(1, growth(counter) / Math.max(1, counter.base ?? 0)),
      nature: 'symptom' as const,
    }))
}

function byGrowth(a: CounterResult, b: CounterResult): number {
  return growth(b) - growth(a)
}

function growth({ base, head }: CounterResult): number {
  return (head ?? 0) - (base ?? 0)
}

function nameOf({ id, title }: CounterResult): string {
  if (isTotal({ id })) return ''
  const cut = id.indexOf('/')
  return cut < 0 ? title : id.slice(cut + 1).replace(/^[.-]+/, '')
}
