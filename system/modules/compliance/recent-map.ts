/**
 * A map that forgets what was not asked for lately: once half of `most` has come in, whatever was
 * not touched meanwhile goes. No list to keep in order, so that a look costs what a map's look
 * costs.
 */
export class RecentMap<Value extends object> {
  readonly #most: number
  readonly #make: (tenant: string, name: string) => Value
  #young = new Map<string, Map<string, Value>>()
  #old = new Map<string, Map<string, Value>>()
  #youngSize = 0

  constructor(most: number, make: (tenant: string, name: string) => Value) {
    this.#most = most
    this.#make = make
  }

  /** The value of a name within a tenant, made when there is none. */
  get(tenant: string, name: string): Value {
    const known = this.#young.get(tenant)?.get(name)
    return known ?? this.#admit(tenant, name)
  }

  #admit(tenant: string, name: string): Value {
    if (this.#youngSize >= this.#most / 2) {
      this.#old = this.#young
      this.#young = new Map()
      this.#youngSize = 0
    }
    const value = this.#old.get(tenant)?.get(name) ?? this.#make(tenant, name)
    const ofTenant = this.#young.get(tenant)
    if (ofTenant === undefined) {
      this.#young.set(tenant, new Map([[name, value]]))
    } else {
      ofTenant.set(name, value)
    }
    this.#youngSize += 1
    return value
  }
}
