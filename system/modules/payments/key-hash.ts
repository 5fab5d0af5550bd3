import { randomInt } from 'node:crypto'

export type KeyHash = (tenant: string, key: string) => number

const seeds = 2 ** 32

/**
 * FNV-1a over the letters' codes: quick for the few dozen of a key. Each has a seed of its own, or
 * anybody could prepare keys of one hash.
 */
export function seededKeyHash(): KeyHash {
  const seed = randomInt(seeds)
  const byTenant = new Map<string, number>()
  return (tenant, key) => {
    const start = byTenant.getOrInsertComputed(tenant, () => hashOf(seed, tenant))
    return hashOf(start, key)
  }
}

function hashOf(seed: number, text: string): number {
  let hash = seed ^ 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash ^ (hash >>> 15)
}
