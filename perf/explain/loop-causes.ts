import { anonymous } from '../code-places/code-place.ts'
import type { CodePlace } from '../result/evidence.ts'
import type { Candidate } from './candidate.ts'
import { growth } from './charges.ts'
import type { BothWaits, EvidenceView } from './evidence-view.ts'
import { count, placeName } from './words.ts'

/** Shorter stretches are found wherever a neighbour takes the processor away. */
const loopBlockMsLeast = 20
const loopBlockRatio = 2
/** Of the function's whole time: many short calls in a row do not block the event loop. */
const loopBlockShareLeast = 0.08
/**
 * So long a block is as strong as a whole operation's cost; what the change did not touch, if five
 * times as long.
 */
const wholeOperationMs = { touched: 300, untouched: 1_500 } as const

/** Functions that keep the event loop, and a loop that is late whoever keeps it. */
export function loopCauses(view: EvidenceView, waits: BothWaits): Candidate[] {
  return [...loopBlockCauses(view, waits), ...delayCauses(waits)]
}

function loopBlockCauses(view: EvidenceView, { base, head }: BothWaits): Candidate[] {
  const operations = view.evidence.profiles?.operations.head ?? 0
  return (head.blocks ?? []).flatMap(({ place, ms }): Candidate[] => {
    const before = (base.blocks ?? []).find((block) => wasThere(view, block.place, place))
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
        strength: Math.max(weight ?? 0, ms / wholeOperationMs[touched ? 'touched' : 'untouched']),
        nature: touched ? 'code' : 'symptom',
      },
    ]
  })
}

/**
 * What has no name may be anything where the change touched it, and elsewhere is looked for in its
 * own file.
 */
function wasThere(view: EvidenceView, before: CodePlace, place: CodePlace): boolean {
  if (before.function !== place.function) return false
  return place.function !== anonymous || (before.file === place.file && !view.touched(place))
}

/** A busy machine delays the loop of both arms, and never alike. */
const delay = { ratio: 2, moreMs: 20, msOfAll: 500, strengthMost: 0.3 } as const

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
      strength: Math.min(delay.strengthMost, (now - before) / delay.msOfAll),
      nature: 'symptom',
    },
  ]
}
