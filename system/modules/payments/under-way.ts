import { TenantMap } from './tenant-map.ts'

/** So many come and go in a tenth to a third of a second under load. */
const generationSize = 1_000

/**
 * What is put in for a moment and taken out again, by the thousand a second. A Map that is used so
 * is made anew within itself every few dozen entries, and V8 leaves in each table that it gives up
 * a pointer to the next one: once one of them has grown old, all that were after it, with what they
 * held, live until the next collection of the whole heap. Here a Map is given up with all its
 * tables as soon as what came after it is enough for another.
 */
export class UnderWay<Value> {
  #young = new Generation<Value>()
  #old = new Generation<Value>()

  get(tenant: string, name: string): Value | undefined {
    return this.#young.values.get(tenant, name) ?? this.#old.values.get(tenant, name)
  }

  /** Of a name that is not in it. */
  add(tenant: string, name: string, value: Value): void {
    if (this.#young.came >= generationSize && this.#old.left === 0) {
      this.#old = this.#young
      this.#young = new Generation()
    }
    this.#young.came += 1
    this.#young.left += 1
    this.#young.values.set(tenant, name, value)
  }

  delete(tenant: string, name: string): void {
    const of = this.#young.values.get(tenant, name) === undefined ? this.#old : this.#young
    if (of.values.delete(tenant, name)) of.left -= 1
  }
}

class Generation<Value> {
  readonly values = new TenantMap<Value>()
  came = 0
  left = 0
}
