import { instructionTotal } from '../result/counter-id.ts'
import type { CodePlace, FunctionCost, InstructionReading } from '../result/evidence.ts'
import type { Candidate } from './candidate.ts'
import type { EvidenceView } from './evidence-view.ts'
import { count, percent, placeName } from './words.ts'

const names = { system: 'the system', postgres: 'Postgres' } as const
/** Of all instructions; less is what any new line costs. */
const shareLeast = 0.005
/** Of what was added; less is what any function differs by. */
const touchedShareLeast = 0.1
const functionsTold = 10

/**
 * Where more instructions were executed. Most functions are those of the processes' own code,
 * Node's and the server's, so this tells which kind of work grew rather than why; unless a function
 * of the change is among them.
 */
export function instructionCauses(view: EvidenceView): Candidate[] {
  const { instructions } = view.evidence
  if (instructions?.kind !== 'counted') return []
  return instructions.readings.flatMap((reading) => {
    const id = instructionTotal(reading.process)
    const judged = view.scenario.counters.find((counter) => counter.id === id)
    const { base = null, head = null, tolerance = 0 } = judged ?? {}
    if (base === null || head === null || base <= 0) return []
    const share = head / base - 1
    if (share < Math.max(shareLeast, tolerance)) return []
    return [candidate(view, reading, head - base, share)]
  })
}

function candidate(
  view: EvidenceView,
  reading: InstructionReading,
  more: number,
  share: number,
): Candidate {
  const grown = reading.functions
    .filter((one) => growth(one) > 0)
    .map((one) => ({ ...one, place: wholePlace(view, one.place) }))
    .toSorted((a, b) => growth(b) - growth(a))
  const [first] = grown
  const inChange = grown.find(
    (one) => growth(one) >= more * touchedShareLeast && view.touched(one.place),
  )
  return {
    kind: 'function',
    title: `${names[reading.process]} executes ${count(more)} more instructions per operation (${percent(share)})${whereWords(first, inChange)}`,
    detail:
      grown
        .slice(0, functionsTold)
        .map((one) => `${placeName(one.place)} +${count(growth(one))}`)
        .join('\n') || null,
    place: (inChange ?? first)?.place ?? null,
    touched: inChange !== undefined,
    weight: null,
    strength: share,
    nature: 'symptom',
  }
}

function whereWords(first: FunctionCost | undefined, inChange: FunctionCost | undefined): string {
  if (first === undefined) return ''
  const most = `, most of them in ${placeName(first.place)}`
  if (inChange === undefined || inChange === first) return most
  return `${most}, ${count(growth(inChange))} in ${placeName(inChange.place)}`
}

/** Counting tells where a function begins; where it ends the profile knows of those that it saw. */
function wholePlace({ evidence }: EvidenceView, place: CodePlace): CodePlace {
  const profiled = evidence.profiles?.flame.frames.find(
    ({ function: name, file, line }) =>
      name === place.function && file === place.file && line === place.line,
  )
  return profiled ?? place
}

function growth({ base, head }: FunctionCost): number {
  return (head ?? 0) - (base ?? 0)
}
