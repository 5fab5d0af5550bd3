/** The window moves on by a twelfth of itself. */
export const bucketsPerWindow = 12

/**
 * Counts within a sliding window, in constant memory: of the bucket at hand and the eleven before
 * it. A clock that goes back counts into the newest bucket; by more than a window, it is the clock
 * before that was wrong.
 */
export class SlidingCount {
  readonly #counts: number[] = Array.from({ length: bucketsPerWindow }, () => 0)
  #total = 0
  #newest = 0

  /**
   * @param bucket number of the bucket that time is in: whole twelfths of the window since the
   * epoch
   * @returns how many are in the window, this one among them
   */
  add(bucket: number): number {
    if (bucket <= this.#newest - bucketsPerWindow) {
      this.#counts.fill(0)
      this.#total = 0
      this.#newest = bucket
    }
    if (bucket > this.#newest) {
      this.#advance(bucket)
    }
    const index = this.#newest % bucketsPerWindow
    this.#counts[index] = (this.#counts[index] ?? 0) + 1
    this.#total += 1
    return this.#total
  }

  #advance(bucket: number): void {
    const first = Math.max(this.#newest + 1, bucket - bucketsPerWindow + 1)
    for (let passed = first; passed <= bucket; passed += 1) {
      const index = passed % bucketsPerWindow
      this.#total -= this.#counts[index] ?? 0
      this.#counts[index] = 0
    }
    this.#newest = bucket
  }
}
