import { pbkdf2Sync } from 'node:crypto'

const digestBytes = 32

/**
 * Milliseconds that a fixed amount of arithmetic takes: the machine's speed, and nothing else.
 * Rounds of a hash in native code: a loop in JavaScript ran two to six times as long whenever V8
 * had it on another tier.
 */
export function spinMs(rounds: number): number {
  const start = performance.now()
  pbkdf2Sync('spin', 'loop', rounds, digestBytes, 'sha256')
  return performance.now() - start
}
