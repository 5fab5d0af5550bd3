/**
 * A map whose names count within a tenant; two levels, because a joined name would be made anew for
 * each look.
 */
export class TenantMap<Value> {
  readonly #byTenant = new Map<string, Map<string, Value>>()

  get(tenant: string, name: string): Value | undefined {
    return this.#byTenant.get(tenant)?.get(name)
  }

  set(tenant: string, name: string, value: Value): void {
    this.of(tenant).set(name, value)
  }

  /** @returns whether it was there */
  delete(tenant: string, name: string): boolean {
    return this.#byTenant.get(tenant)?.delete(name) === true
  }

  /** All of one tenant, in order of insertion. */
  of(tenant: string): Map<string, Value> {
    let values = this.#byTenant.get(tenant)
    if (values === undefined) {
      values = new Map()
      this.#byTenant.set(tenant, values)
    }
    return values
  }

  clear(): void {
    this.#byTenant.clear()
  }
}
