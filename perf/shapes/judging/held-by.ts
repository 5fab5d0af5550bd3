import { isOwnCode } from '../../code-places/arm-file.ts'
import { placeOf } from '../../explain/evidence/places.ts'
import type { HeapNode } from '../../explain/evidence/retained.ts'
import type { HeldResult } from '../document.ts'

const mostShown = 8

/**
 * Bytes that are still held by the function of the project that had them allocated: the innermost
 * one, whatever library it called for them. Largest first.
 */
export function heldBy(head: HeapNode, systemFolder: string): HeldResult[] {
  const held = new Map<string, HeldResult>()
  const open: { readonly node: HeapNode; readonly owner: string | undefined }[] = [
    { node: head, owner: undefined },
  ]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const place = placeOf(next.node.callFrame, systemFolder)
    const owner = isOwnCode(place) ? `${place.function} (${place.file}:${place.line})` : next.owner
    for (const node of next.node.children) open.push({ node, owner })
    const name = owner ?? 'nobody of the project'
    const bytes = (held.get(name)?.bytes ?? 0) + next.node.selfSize
    held.set(name, { name, bytes })
  }
  return [...held.values()]
    .filter(({ bytes }) => bytes > 0)
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, mostShown)
}
