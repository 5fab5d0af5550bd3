/** A first-in first-out queue of numbers: arrivals that found every connection taken. */
const compactAfter = 4096

export class NumberQueue {
  #items: number[] = []
  #head = 0

  get length(): number {
    return this.#items.length - this.#head
  }

  get first(): number | undefined {
    return this.#items[this.#head]
  }

  push(value: number): void {
    this.#items.push(value)
  }

  shift(): number | undefined {
    const value = this.#items[this.#head]
    if (value === undefined) return undefined
    this.#head += 1
    if (this.#head >= compactAfter && this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return value
  }
}
