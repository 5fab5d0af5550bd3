import { type Static, Type } from 'typebox'
import { type ArmName, type Generation, maxGenerations } from '../result/document.ts'

/** Generations by column, a seventh of their size as rows: names once, values to five digits. */
const column = <T extends Type.TSchema>(item: T) => Type.Array(item, { maxItems: maxGenerations })
const count = Type.Integer({ minimum: 0 })

/** By metric; null where that generation lacks it. */
const Values = Type.Record(Type.String(), column(Type.Union([Type.Number(), Type.Null()])))

export const PackedGenerations = Type.Object({
  index: column(count),
  order: column(Type.String()),
  baseSlot: column(count),
  headSlot: column(count),
  dropped: column(Type.Union([Type.String({ maxLength: 1_000 }), Type.Null()])),
  base: Values,
  head: Values,
})
export type PackedGenerations = Static<typeof PackedGenerations>

/** Paired noise is above 1 %, so the fifth digit tells nothing that a judge could use. */
const significantDigits = 5

export function packGenerations(generations: readonly Generation[]): PackedGenerations {
  return {
    index: generations.map(({ index }) => index),
    order: generations.map(({ order }) => order),
    baseSlot: generations.map(({ slots }) => slots.base),
    headSlot: generations.map(({ slots }) => slots.head),
    dropped: generations.map(({ dropped }) => dropped),
    base: packArm(generations, 'base'),
    head: packArm(generations, 'head'),
  }
}

export function unpackGenerations(packed: PackedGenerations): Generation[] {
  return packed.index.map((index, at) => ({
    index,
    order: packed.order[at] ?? '',
    slots: { base: packed.baseSlot[at] ?? 0, head: packed.headSlot[at] ?? 0 },
    base: valuesAt(packed.base, at),
    head: valuesAt(packed.head, at),
    dropped: packed.dropped[at] ?? null,
  }))
}

function packArm(generations: readonly Generation[], arm: ArmName): PackedGenerations['base'] {
  const ids = new Set(generations.flatMap((generation) => Object.keys(generation[arm])))
  return Object.fromEntries(
    [...ids].map((id) => [id, generations.map((generation) => rounded(generation[arm][id]))]),
  )
}

export function rounded(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value)
    ? null
    : Number(value.toPrecision(significantDigits))
}

function valuesAt(values: PackedGenerations['base'], at: number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([id, ofId]) => {
      const value = ofId[at]
      return value === undefined || value === null ? [] : [[id, value]]
    }),
  )
}
