/**
 * Milliseconds that a fixed amount of arithmetic takes: the machine's speed, and nothing else. In one long
 * loop V8 replaced the code while it ran, threw it away at the loop's end, and every tenth call or so ran
 * four times as long on code of a lower tier; a function that is entered often is compiled once.
 */
export function spinMs(rounds: number): number {
  const start = performance.now()
  let value = 1
  for (let done = 0; done < rounds; done += roundsPerCall) value = turn(value)
  const elapsed = performance.now() - start
  // Reading the result keeps the loop from being optimised away.
  if (value === 0.5) throw new Error('an integer became a fraction')
  return elapsed
}

const roundsPerCall = 10_000

function turn(from: number): number {
  let value = from
  for (let round = 0; round < roundsPerCall; round += 1) {
    value = (Math.imul(value, 1_664_525) + round) | 0
  }
  return value
}
