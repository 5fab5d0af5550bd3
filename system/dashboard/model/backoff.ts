const firstMs = 500
const longestMs = 15_000

/**
 * Doubles from 0.5 s to 15 s, and takes between half of that and all of it, so that the pages of a
 * hundred users do not come back in the same instant.
 * @param attempt 0 for the first try after a loss
 * @param random in [0, 1)
 */
export function reconnectDelayMs(attempt: number, random: number): number {
  const most = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 10))
  return Math.round(most / 2 + (most / 2) * random)
}
