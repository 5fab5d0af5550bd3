import { exact } from '../../counts.ts'
import { percent } from '../../report/numbers.ts'
import type { GeneratorResult } from '../document.ts'

/** One rate of a ladder with how full everything was. */
export interface PressedStep {
  readonly journeysPerSecond: number
  readonly isKept: boolean
  readonly pressure: Readonly<Record<string, number>>
  /** Cores by part. */
  readonly cores: Readonly<Record<string, number | null>>
  readonly generator: Pick<GeneratorResult, 'saturated'>
}

export interface Bottleneck {
  readonly name: string
  /**
   * False where the generator or other processes were the limit: then nothing was learned of the
   * system.
   */
  readonly isOfSystem: boolean
  /** Sentences with figures, the telling one first. */
  readonly evidence: readonly string[]
}

/**
 * From here on a resource that serves one after the other makes those who come wait (Little;
 * M/D/1).
 */
const fullFrom = 0.85

const generatorTitle = 'the load generator'

/** What can be full, by the name that it goes by in `pressure`; consequences of others are none. */
const resources: readonly {
  readonly name: string
  readonly title: string
  readonly fullFrom?: number
}[] = [
  { name: 'generator', title: generatorTitle },
  { name: 'row locks', title: 'row locks in the database', fullFrom: 0.5 },
  { name: 'WAL flush', title: 'the WAL flush', fullFrom: 0.6 },
  { name: 'database IO', title: 'reads and writes of the database', fullFrom: 0.6 },
  { name: 'writing session', title: 'CPU of the one database session that writes' },
  { name: 'event loop', title: "the API's event loop" },
  { name: 'pool', title: 'the database pool', fullFrom: 0.95 },
  { name: 'Redis', title: 'Redis' },
  { name: 'Kafka', title: 'Kafka' },
  { name: 'disk', title: 'the disk', fullFrom: 0.95 },
]

/**
 * What filled up first: of everything that was full where the ladder was lost, that which had been
 * full from the lowest rate on, and among equals the fullest (B. Gregg, "The USE Method", 2012:
 * utilisation and saturation of every resource). Where all cores together were full, whoever has a
 * thread that waits for one looks full, too: then it is the machine's CPU, and who took most of it.
 * Where they were not, a generator that was late has measured itself.
 */
export function nameBottleneck(steps: readonly PressedStep[]): Bottleneck | undefined {
  const lost = steps.find(({ isKept }) => !isKept)
  if (lost === undefined) return undefined
  const rising = steps.toSorted((a, b) => a.journeysPerSecond - b.journeysPerSecond)
  const machine = lost.pressure['machine CPU'] ?? 0
  const candidates = resources
    .map((resource) => ({ resource, share: lost.pressure[resource.name] ?? 0 }))
    .filter(({ resource, share }) => share >= (resource.fullFrom ?? fullFrom))
    .map((candidate) => ({ ...candidate, firstFull: firstFull(rising, candidate.resource) }))
    .toSorted((a, b) => a.firstFull - b.firstFull || b.share - a.share)
  const first = candidates[0]
  const isGenerator = first?.resource.name === 'generator'
  if (machine >= machineFullFrom && !isGenerator) return machineCpu(lost, machine)
  if (lost.generator.saturated !== null && !isGenerator) return lateGenerator(lost)
  if (first === undefined) return nothingFull(lost)
  return {
    name: first.resource.title,
    isOfSystem: !isGenerator,
    evidence: [
      `${first.resource.title} was ${percent(first.share)} busy at ${rateText(lost)}, where the rate was lost`,
      ...(first.firstFull < lost.journeysPerSecond
        ? [`it had been full from ${exact(Math.round(first.firstFull))}/s on`]
        : []),
      ...othersOf(lost, first.resource.name),
    ],
  }
}

const machineFullFrom = 0.93

function firstFull(rising: readonly PressedStep[], resource: (typeof resources)[number]): number {
  const limit = resource.fullFrom ?? fullFrom
  const found = rising.find(({ pressure }) => (pressure[resource.name] ?? 0) >= limit)
  return found?.journeysPerSecond ?? Number.POSITIVE_INFINITY
}

/** Everybody waits for a core: told by whom it is used. */
function machineCpu(lost: PressedStep, share: number): Bottleneck {
  const users = Object.entries(lost.cores)
    .filter((entry): entry is [string, number] => entry[1] !== null && !/event loop/.test(entry[0]))
    .toSorted(([, a], [, b]) => b - a)
  const [most] = users
  const others = lost.pressure['others'] ?? 0
  if (others >= othersFrom) {
    const evidence = `others used ${percent(others)} of all cores at ${rateText(lost)}, where the rate was lost`
    return {
      name: othersName,
      isOfSystem: false,
      evidence: [evidence, ...othersOf(lost, 'others')],
    }
  }
  return {
    name: `the machine's CPU${most === undefined ? '' : `, most of it used by the ${partWords(most[0])}`}`,
    isOfSystem: true,
    evidence: [
      `all cores together were ${percent(share)} busy at ${rateText(lost)}, where the rate was lost`,
      `cores used: ${users.map(([part, cores]) => `${part} ${cores.toFixed(2)}`).join(', ')}`,
      ...othersOf(lost, 'machine CPU'),
    ],
  }
}

/** Less is the machine's own housekeeping and what the probes cost. */
const othersFrom = 0.25

const othersName = 'other processes on this machine'

const partWords = (part: string) => (part === 'system' ? 'API' : part)

function lateGenerator(lost: PressedStep): Bottleneck {
  return {
    name: generatorTitle,
    isOfSystem: false,
    evidence: [
      `the load generator was late at ${rateText(lost)}, where the rate was lost: ${lost.generator.saturated}`,
      ...othersOf(lost, 'generator'),
    ],
  }
}

function nothingFull(lost: PressedStep): Bottleneck {
  return {
    name: 'nothing that was measured',
    isOfSystem: true,
    evidence: [
      `nothing was full at ${rateText(lost)}, where the rate was lost`,
      ...othersOf(lost, ''),
    ],
  }
}

const othersMost = 5

function othersOf({ pressure }: PressedStep, but: string): string[] {
  const others = Object.entries(pressure)
    .filter(([name]) => name !== but)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, othersMost)
  return [`busy there: ${others.map(([name, share]) => `${name} ${percent(share)}`).join(', ')}`]
}

const rateText = ({ journeysPerSecond }: PressedStep) => `${exact(Math.round(journeysPerSecond))}/s`
