const pollMs = 10

/** Asks until the answer is not undefined. @throws when that takes longer than `limitMs` */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  limitMs = 15_000,
): Promise<T> {
  const deadline = performance.now() + limitMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) {
      return answer
    }
    if (performance.now() > deadline) {
      throw new Error(`${what} did not happen within ${limitMs} ms`)
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}
