/**
 * A first-in first-out queue whose items carry their own links, so that an item leaves from the
 * middle at no cost: a parked connection that drops, a request that is answered before older ones.
 */
export interface Linked<T> {
  previous: T | undefined
  next: T | undefined
}

export class LinkedQueue<T extends Linked<T>> {
  #first: T | undefined
  #last: T | undefined
  #length = 0

  get length(): number {
    return this.#length
  }

  get first(): T | undefined {
    return this.#first
  }

  push(item: T): void {
    this.#length += 1
    item.previous = this.#last
    item.next = undefined
    if (this.#last === undefined) this.#first = item
    else this.#last.next = item
    this.#last = item
  }

  /** The item must be in this queue. */
  remove(item: T): void {
    this.#length -= 1
    if (item.previous === undefined) this.#first = item.next
    else item.previous.next = item.next
    if (item.next === undefined) this.#last = item.previous
    else item.next.previous = item.previous
    item.previous = undefined
    item.next = undefined
  }
}
