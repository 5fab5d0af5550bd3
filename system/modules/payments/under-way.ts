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

  add(tenant: string, name: string, value: Value): void {
    if (this.#young.added >= generationSize && this.#old.present === 0) {
      this.#old = this.#young
      this.#young = new Generation()
    }
    const { values } = this.#young
    this.#young.added += 1
    if (values.get(tenant, name) === undefined) this.#young.present += 1
    values.set(tenant, name, value)
  }

  delete(tenant: string, name: string): void {
    const isYoung = this.#young.values.get(tenant, name) !== undefined
    const generation = isYoung ? this.#young : this.#old
    if (generation.values.delete(tenant, name)) generation.present -= 1
  }
}

class Generation<Value> {
  readonly values = new TenantMap<Value>()
  added = 0
  present = 0
}
