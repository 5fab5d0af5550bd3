import type { SeededRandom } from '../load/journey.ts'
import type { ArmName } from '../result/document.ts'

/**
 * Everything that is done to the arms in some order, and everything that tells them apart, is decided by
 * one seeded coin: an order that never changes is a bias, and identity alone has been seen to cost
 * several percent.
 */
export interface GenerationPlan {
  readonly index: number
  /** Alternating order of measured slices, mirrored after every pair: ABBA ABBA … or BAAB BAAB …. */
  readonly firstInSlices: ArmName
  readonly bootOrder: ArmOrder
  readonly cloneOrder: ArmOrder
  readonly warmUpOrder: ArmOrder
  /** Which port, database, Redis index and namespace an arm gets. */
  readonly slots: Readonly<Record<ArmName, 0 | 1>>
  /** Both arms of a generation meet the same requests. */
  readonly loadSeed: number
}

export type ArmOrder = readonly [ArmName, ArmName]

const baseFirst: ArmOrder = ['base', 'head']
const headFirst: ArmOrder = ['head', 'base']

export function planGenerations(count: number, random: SeededRandom): GenerationPlan[] {
  return Array.from({ length: count }, (_, index) => planGeneration(index, random))
}

export function planGeneration(index: number, random: SeededRandom): GenerationPlan {
  return {
    index,
    firstInSlices: tossOrder(random)[0],
    bootOrder: tossOrder(random),
    cloneOrder: tossOrder(random),
    warmUpOrder: tossOrder(random),
    slots: random.next() < 0.5 ? { base: 0, head: 1 } : { base: 1, head: 0 },
    loadSeed: random.integer(1, 2 ** 31 - 1),
  }
}

export function tossOrder(random: SeededRandom): ArmOrder {
  return random.next() < 0.5 ? baseFirst : headFirst
}

/**
 * The arms of `perArm` slices each: ABBA, or BAAB, repeated; a linear drift falls on both alike. Throws for
 * an odd number, with which it would not.
 */
export function sliceOrder(first: ArmName, perArm: number): ArmName[] {
  if (perArm < 2 || perArm % 2 !== 0) {
    throw new RangeError(`${perArm} slices per arm, expected an even number of them`)
  }
  const second: ArmName = first === 'base' ? 'head' : 'base'
  return Array.from({ length: perArm * 2 }, (_, slice) => {
    const inner = slice % 4 === 1 || slice % 4 === 2
    return inner ? second : first
  })
}

/** As the report prints it: A is base. */
export function orderLetters(order: readonly ArmName[]): string {
  return order.map((arm) => (arm === 'base' ? 'A' : 'B')).join('')
}
