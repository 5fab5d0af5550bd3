/** Milliseconds that a fixed amount of arithmetic takes: the machine's speed, and nothing else. */
export function spinMs(rounds: number): number {
  const start = performance.now()
  let value = 1
  for (let round = 0; round < rounds; round += 1) value = (Math.imul(value, 1_664_525) + round) | 0
  const elapsed = performance.now() - start
  // Reading the result keeps the loop from being optimised away.
  if (value === 0.5) throw new Error('an integer became a fraction')
  return elapsed
}
