/**
 * Closes what it holds all at once, not one after the other: two systems that drain wait for the
 * same services, and neither needs the other. All are waited for even when one fails.
 */
export class ClosedTogether implements AsyncDisposable {
  readonly #held: AsyncDisposable[] = []

  add<T extends AsyncDisposable>(held: T): T {
    this.#held.push(held)
    return held
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closings = this.#held.splice(0).map((held) => held[Symbol.asyncDispose]())
    await Promise.allSettled(closings)
    await Promise.all(closings)
  }
}
