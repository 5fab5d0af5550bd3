import type { Candidate } from './candidate.ts'
import { type BothWaits, changedCaller, type EvidenceView } from './evidence-view.ts'
import { count, percent } from './words.ts'

const full = { least: 0.85, more: 0.1 } as const

/** What is full, and what grows because of it. */
export function queueCauses(view: EvidenceView, waits: BothWaits): Candidate[] {
  return [...resourceCauses(waits), ...lengthCauses(view, waits)]
}

/** A disk may do several things at once, so that one which is always busy may still take more. */
const neverIdle = 'it is hardly ever idle now'

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
        title: `${name} is ${percent(utilisation)} busy, ${percent(before)} before: ${name === 'disk' ? neverIdle : 'it is the limit now'}`,
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

/** A tenfold queue is `ofTenfold` strong, as a guess. */
const queue = { mean: 3, ratio: 4, ofTenfold: 0.1, strengthMost: 0.3 } as const

/** What the system itself says is waiting. */
function lengthCauses(view: EvidenceView, { base, head }: BothWaits): Candidate[] {
  return (head.queues ?? []).flatMap(({ name, mean }): Candidate[] => {
    const before = (base.queues ?? []).find((one) => one.name === name)?.mean ?? 0
    if (mean < queue.mean || mean < before * queue.ratio) return []
    const kind = /kafka|consumer|outbox/.test(name) ? 'kafka' : 'resource'
    const place = kind === 'kafka' ? changedCaller(view, 'kafka') : null
    return [
      {
        kind,
        title: `${name} is ${count(mean)} on average, ${count(before)} before: more comes than is dealt with`,
        detail: null,
        place,
        touched: place !== null,
        weight: null,
        strength: Math.min(
          queue.strengthMost,
          queue.ofTenfold * Math.log10(mean / Math.max(1, before)),
        ),
        nature: 'symptom',
      },
    ]
  })
}
