import { anonymous } from '../../code-places/code-place.ts'
import type { CodePlace } from '../../result/evidence.ts'
import { type ArmSource, placeKey } from './source.ts'

/**
 * Which function of base is which of head. Moved code is the same function: it has the same name
 * and first line, in the same file or in one that was renamed.
 */
export type SameFunctions = ReadonlyMap<string, CodePlace>

/** From the key of base's place to head's place. */
export function sameFunctions(
  base: { readonly places: readonly CodePlace[]; readonly source: ArmSource },
  head: { readonly places: readonly CodePlace[]; readonly source: ArmSource },
): SameFunctions {
  const open = { base: distinct(base.places), head: distinct(head.places) }
  const same = new Map<string, CodePlace>()
  const pairUp = (
    keyOf: (place: CodePlace, source: ArmSource) => string | undefined,
    alone: boolean,
  ) => {
    const heads = grouped([...open.head.values()], (place) => keyOf(place, head.source))
    const bases = grouped([...open.base.values()], (place) => keyOf(place, base.source))
    for (const [key, ofBase] of bases) {
      const ofHead = heads.get(key) ?? []
      if (alone && (ofBase.length !== 1 || ofHead.length !== 1)) continue
      for (const [index, place] of ofBase.entries()) {
        const match = ofHead[index]
        if (match === undefined) break
        same.set(keyOfPlace(place), match)
        open.base.delete(keyOfPlace(place))
        open.head.delete(keyOfPlace(match))
      }
    }
  }
  const named = (place: CodePlace) => `${place.file}\n${place.function}`
  pairUp((place, source) => `${named(place)}\n${place.line}\n${textOf(place, source) ?? ''}`, false)
  pairUp((place, source) => {
    const text = textOf(place, source)
    return text === undefined ? undefined : `${named(place)}\n${text}`
  }, false)
  // Its first line was changed; what has no name may be anything.
  pairUp((place) => (place.function === anonymous ? undefined : named(place)), true)
  pairUp((place, source) => {
    const text = textOf(place, source)
    return text === undefined ? undefined : `${place.function}\n${text}`
  }, true)
  return same
}

export function keyOfPlace(place: CodePlace): string {
  return placeKey(place.function, place.file, place.line)
}

function textOf(place: CodePlace, source: ArmSource): string | undefined {
  return source.lineText(place.file, place.line)
}

function distinct(places: readonly CodePlace[]): Map<string, CodePlace> {
  return new Map(places.map((place) => [keyOfPlace(place), place]))
}

/** Each group in the order of lines, so that the n-th of equal ones is the n-th. */
function grouped(
  places: readonly CodePlace[],
  keyOf: (place: CodePlace) => string | undefined,
): Map<string, CodePlace[]> {
  const groups = new Map<string, CodePlace[]>()
  for (const place of places.toSorted((a, b) => a.line - b.line)) {
    const key = keyOf(place)
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), place])
  }
  return groups
}
