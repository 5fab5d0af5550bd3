import type { FunctionCost, Waits } from '../result/evidence.ts'
import { isTotal } from '../result/counter-id.ts'
import type { Candidate } from './candidate.ts'
import { growth } from './charges.ts'
import { changedCaller, type EvidenceView, wentUp } from './evidence-view.ts'
import { bytes, count, duration, percent, placeName, shortStatement } from './words.ts'

/** What was waited for: the event loop, garbage collection, locks and the disk, a resource that is full. */
export function waitCauses(view: EvidenceView): Candidate[] {
  return [
    ...retainedCauses(view),
    ...(view.evidence.waits === undefined
      ? []
      : [
          ...loopBlockCauses(view, view.evidence.waits),
          ...delayCauses(view.evidence.waits),
          ...collectorCauses(view, view.evidence.waits),
          ...sessionCauses(view, view.evidence.waits),
          ...resourceCauses(view.evidence.waits),
          ...queueCauses(view, view.evidence.waits),
        ]),
  ]
}

interface BothWaits {
  readonly base: Waits
  readonly head: Waits
}

/** Shorter stretches are found wherever a neighbour takes the processor away. */
const loopBlockMsLeast = 20
const loopBlockRatio = 2
/** Of the function's whole time: many short calls in a row do not block the event loop. */
const loopBlockShareLeast = 0.08

function loopBlockCauses(view: EvidenceView, { base, head }: BothWaits): Candidate[] {
  const operations = view.evidence.profiles?.operations.head ?? 0
  return (head.blocks ?? []).flatMap(({ place, ms }): Candidate[] => {
    const before = (base.blocks ?? []).find((block) => block.place.function === place.function)
    const charge = view.charges.find(
      ({ owner }) => owner?.file === place.file && owner.line === place.line,
    )
    const wholeMs = ((charge?.headUs ?? 0) * operations) / 1_000
    const short = ms < loopBlockMsLeast || ms < (before?.ms ?? 0) * loopBlockRatio
    if (short || ms < wholeMs * loopBlockShareLeast) return []
    const touched = view.touched(place)
    const weight = charge === undefined ? undefined : view.share(growth(charge))
    const [loop, loopBefore] = [head.eventLoopDelayMsMax, base.eventLoopDelayMsMax]
    return [
      {
        kind: 'event-loop',
        title: `${placeName(place)} keeps the event loop for ${count(ms)} ms at a time: nothing else runs meanwhile`,
        detail:
          loop <= loopBefore
            ? null
            : `longest delay of the event loop: ${count(loop)} ms, ${count(loopBefore)} ms before`,
        place,
        touched,
        weight: weight ?? null,
        strength: Math.max(weight ?? 0, ms / (touched ? 300 : 1_500)),
        nature: touched ? 'code' : 'symptom',
      },
    ]
  })
}

/** A busy machine delays the loop of both arms, and never alike. */
const delay = { ratio: 2, moreMs: 20, msOfAll: 500 } as const

function delayCauses({ base, head }: BothWaits): Candidate[] {
  const [before, now] = [base.eventLoopDelayMsP99, head.eventLoopDelayMsP99]
  if (now < before * delay.ratio || now - before < delay.moreMs) return []
  return [
    {
      kind: 'event-loop',
      title: `the event loop is late by ${count(now)} ms (p99), ${count(before)} ms before`,
      detail: null,
      place: null,
      touched: false,
      weight: null,
      strength: Math.min(0.3, (now - before) / delay.msOfAll),
      nature: 'symptom',
    },
  ]
}

const collector = { share: 0.02, ratio: 1.3 } as const

function collectorCauses(view: EvidenceView, { base, head }: BothWaits): Candidate[] {
  const weight = view.share(head.gcUsPerOp - base.gcUsPerOp) ?? 0
  const allocated = view.scenario.counters.find(
    ({ group, ...counter }) => group === 'memory.allocated' && !isTotal(counter),
  )
  const more = allocated !== undefined && wentUp(allocated)
  const grown = head.gcUsPerOp >= base.gcUsPerOp * collector.ratio && weight >= collector.share
  if (!grown && !more) return []
  const place = changedCaller(view, 'code')
  const memory = more
    ? `; ${bytes(allocated.head ?? 0)} are allocated per operation, ${bytes(allocated.base ?? 0)} before`
    : ''
  return [
    {
      kind: 'garbage-collection',
      title: `garbage collection takes ${duration(head.gcUsPerOp)} per operation, ${duration(base.gcUsPerOp)} before${memory}`,
      detail: `longest pause: ${count(head.gcPauseMsMax)} ms, ${count(base.gcPauseMsMax)} ms before`,
      place,
      touched: place !== null,
      weight: grown ? weight : null,
      strength: Math.max(grown ? weight : 0, more ? 0.01 : 0),
      nature: more ? 'work' : 'symptom',
    },
  ]
}

/** Below this, what is held is chance: the heap is sampled. */
const retained = { bytesPerOperation: 300, ratio: 3, bytes: 600_000 } as const

function retainedCauses(view: EvidenceView): Candidate[] {
  const operations = view.evidence.profiles?.operations.head ?? 0
  const held = (view.evidence.retained ?? []).filter(({ base, head }: FunctionCost) => {
    const more = (head ?? 0) - (base ?? 0)
    return (
      more >= retained.bytesPerOperation &&
      more * operations >= retained.bytes &&
      (head ?? 0) >= (base ?? 0) * retained.ratio
    )
  })
  const peak = view.scenario.metrics.find(({ id }) => id === 'rssBytesPeak')
  const isLarger = peak?.verdict.kind === 'regressed'
  const inChange = held.filter(({ place }) => view.touched(place))
  // What others keep may be a buffer; that it is the reason, the whole process must show.
  const told = inChange.length > 0 || !isLarger ? inChange : held
  return told.slice(0, 1).map(({ place, base, head }) => ({
    kind: 'garbage-collection' as const,
    title: `${placeName(place)} allocates memory that is kept: ${bytes(head ?? 0)} per operation, ${bytes(base ?? 0)} before`,
    detail: peakWords(peak?.base?.median, peak?.head?.median),
    place,
    touched: inChange.length > 0,
    weight: null,
    strength: (isLarger ? 0.3 : 0.1) + Math.min(0.3, (head ?? 0) / 50_000),
    nature: inChange.length > 0 ? ('code' as const) : ('symptom' as const),
  }))
}

function peakWords(base: number | undefined, head: number | undefined): string | null {
  return base === undefined || head === undefined
    ? null
    : `peak memory: ${bytes(head)}, ${bytes(base)} before`
}

const samples = { more: 10, ratio: 3, ofAll: 400 } as const

/** Sessions of Postgres that were found waiting, by what for. */
function sessionCauses(view: EvidenceView, { base, head }: BothWaits): Candidate[] {
  return head.postgres.flatMap((wait): Candidate[] => {
    const before = base.postgres.find(
      ({ event, statement }) => event === wait.event && statement === wait.statement,
    )
    const more = wait.samples - (before?.samples ?? 0)
    if (more < samples.more || wait.samples < (before?.samples ?? 0) * samples.ratio) return []
    const kind = wait.event.startsWith('IO/') ? 'disk' : 'lock'
    const isLock = wait.event.startsWith('Lock/')
    const place = changedCaller(view, 'postgres')
    return [
      {
        kind,
        title: `${shortStatement(wait.statement)} waits for ${wait.event}: seen ${count(wait.samples)} times, ${count(before?.samples ?? 0)} before`,
        detail: wait.statement,
        place: isLock ? place : null,
        touched: isLock && place !== null,
        weight: null,
        strength: Math.min(0.5, more / samples.ofAll),
        nature: isLock ? 'work' : 'symptom',
      },
    ]
  })
}

const full = { least: 0.85, more: 0.1 } as const

/** Busy machines saturate everything, so the machine itself is no cause. */
function resourceCauses({ base, head }: BothWaits): Candidate[] {
  return head.resources.flatMap(({ name, utilisation }): Candidate[] => {
    const before = base.resources.find((one) => one.name === name)?.utilisation ?? 0
    if (name === 'machine CPU' || utilisation < full.least || utilisation - before < full.more) {
      return []
    }
    return [
      {
        kind: 'resource',
        title: `${name} is ${percent(utilisation)} busy, ${percent(before)} before: it is the limit now`,
        detail: null,
        place: null,
        touched: false,
        weight: null,
        strength: utilisation - before,
        nature: 'symptom',
      },
    ]
  })
}

const queue = { mean: 3, ratio: 4 } as const

/** What the system itself says is waiting. */
function queueCauses(view: EvidenceView, { base, head }: BothWaits): Candidate[] {
  return (head.queues ?? []).flatMap(({ name, mean }): Candidate[] => {
    const before = (base.queues ?? []).find((one) => one.name === name)?.mean ?? 0
    if (mean < queue.mean || mean < before * queue.ratio) return []
    const kind = /kafka|consumer|outbox/.test(name) ? 'kafka' : 'resource'
    const place = changedCaller(view, kind === 'kafka' ? 'kafka' : 'postgres')
    return [
      {
        kind,
        title: `${name} is ${count(mean)} on average, ${count(before)} before: more comes than is dealt with`,
        detail: null,
        place: kind === 'kafka' ? place : null,
        touched: kind === 'kafka' && place !== null,
        weight: null,
        strength: Math.min(0.3, 0.1 * Math.log10(mean / Math.max(1, before))),
        nature: 'symptom',
      },
    ]
  })
}
