import { metricIds } from '../result/metric-id.ts'
import type { FunctionCost } from '../result/evidence.ts'
import type { Candidate } from './candidate.ts'
import { type BothWaits, changedCaller, type EvidenceView, grownCounters } from './evidence-view.ts'
import { bytes, count, duration, placeName } from './words.ts'

/** `moreAllocated`: a counter that went up is a finding however little it costs. */
const collector = { share: 0.02, ratio: 1.3, moreAllocated: 0.01 } as const

/** Memory that is kept, and what collecting the rest of it costs. */
export function memoryCauses(view: EvidenceView, waits: BothWaits | undefined): Candidate[] {
  const collected = waits === undefined ? [] : collectorCauses(view, waits)
  return [...retainedCauses(view), ...collected]
}

function collectorCauses(view: EvidenceView, { base, head }: BothWaits): Candidate[] {
  const weight = view.share(head.gcUsPerOp - base.gcUsPerOp) ?? 0
  const allocated = grownCounters(view.scenario.counters).find(
    ({ group }) => group === 'memory.allocated',
  )
  const more = allocated !== undefined
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
      strength: Math.max(grown ? weight : 0, more ? collector.moreAllocated : 0),
      nature: more ? 'work' : 'symptom',
    },
  ]
}

/** Below this, what is held is chance: the heap is sampled. */
const retained = { bytesPerOperation: 300, ratio: 3, bytes: 600_000 } as const
/** A leak's strength is by guess: what it will cost nobody has measured. */
const leak = { alone: 0.1, processGrew: 0.3, bytesOfAll: 50_000, bytesMost: 0.3 } as const

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
  const peak = view.scenario.metrics.find(({ id }) => id === metricIds.rssPeak)
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
    strength:
      (isLarger ? leak.processGrew : leak.alone) +
      Math.min(leak.bytesMost, (head ?? 0) / leak.bytesOfAll),
    nature: inChange.length > 0 ? ('code' as const) : ('symptom' as const),
  }))
}

function peakWords(base: number | undefined, head: number | undefined): string | null {
  return base === undefined || head === undefined
    ? null
    : `peak memory: ${bytes(head)}, ${bytes(base)} before`
}
