import { loopCauses } from './loop-causes.ts'
import { memoryCauses } from './memory-causes.ts'
import { queueCauses } from './queue-causes.ts'
import type { Candidate } from './candidate.ts'
import { type BothWaits, changedCaller, type EvidenceView } from './evidence-view.ts'
import { count, shortStatement } from './words.ts'

/**
 * What was waited for: the event loop, garbage collection, locks and the disk, a resource that is
 * full.
 */
export function waitCauses(view: EvidenceView): Candidate[] {
  const { waits } = view.evidence
  const memory = memoryCauses(view, waits)
  if (waits === undefined) return memory
  return [
    ...memory,
    ...loopCauses(view, waits),
    ...sessionCauses(view, waits),
    ...queueCauses(view, waits),
  ]
}

const samples = { more: 10, ratio: 3, ofAll: 400, strengthMost: 0.5 } as const

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
        strength: Math.min(samples.strengthMost, more / samples.ofAll),
        nature: isLock ? 'work' : 'symptom',
      },
    ]
  })
}
