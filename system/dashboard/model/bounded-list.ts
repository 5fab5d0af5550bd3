/**
 * Newest first, each id once, never more than `most`. An item that comes again takes the place of
 * what was known of it, because a payment's status changes.
 */
export function mergeNewest<T extends { readonly id: string }>(
  known: readonly T[],
  arrived: readonly T[],
  most: number,
  isNewer: (one: T, other: T) => number,
): readonly T[] {
  // At thousands per second most of what arrives would be cut off again: it is cut off first.
  const recent = arrived.length > most ? [...arrived].sort(isNewer).slice(0, most) : arrived
  const byId = new Map<string, T>()
  for (const item of [...known, ...recent]) {
    byId.set(item.id, item)
  }
  return [...byId.values()].sort(isNewer).slice(0, most)
}
