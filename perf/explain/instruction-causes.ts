import { instructionTotal } from '../result/counter-id.ts'
import type { FunctionCost, InstructionReading } from '../result/evidence.ts'
import type { Candidate } from './candidate.ts'
import type { EvidenceView } from './evidence-view.ts'
import { count, percent, placeName } from './words.ts'

const names = { system: 'the system', postgres: 'Postgres' } as const
/** Of all instructions; less is what any new line costs. */
const shareLeast = 0.005

/**
 * Where more instructions were executed. The functions are those of the processes' own code, Node's and
 * the server's, so this tells which kind of work grew rather than why.
 */
export function instructionCauses({ evidence, scenario }: EvidenceView): Candidate[] {
  const { instructions } = evidence
  if (instructions?.kind !== 'counted') return []
  return instructions.readings.flatMap((reading) => {
    const judged = scenario.counters.find(({ id }) => id === instructionTotal(reading.process))
    const { base = null, head = null, tolerance = 0 } = judged ?? {}
    if (base === null || head === null || base <= 0) return []
    const share = head / base - 1
    return share < Math.max(shareLeast, tolerance) ? [] : [candidate(reading, head - base, share)]
  })
}

function candidate(reading: InstructionReading, more: number, share: number): Candidate {
  const grown = reading.functions
    .filter((one) => growth(one) > 0)
    .toSorted((a, b) => growth(b) - growth(a))
  const [first] = grown
  const most = first === undefined ? '' : `, most of them in ${placeName(first.place)}`
  return {
    kind: 'function',
    title: `${names[reading.process]} executes ${count(more)} more instructions per operation (${percent(share)})${most}`,
    detail:
      grown
        .slice(0, 10)
        .map((one) => `${placeName(one.place)} +${count(growth(one))}`)
        .join('\n') || null,
    place: first?.place ?? null,
    touched: false,
    weight: null,
    strength: share,
    nature: 'symptom',
  }
}

function growth({ base, head }: FunctionCost): number {
  return (head ?? 0) - (base ?? 0)
}
