import type { TenantEvents } from '../../events/read-payments-recorded.ts'
import type { Addition, DayTotalStore } from './day-total-store.ts'
import { addUp } from './day-totals.ts'
import type { DayTotal } from './day-totals.ts'
import { addViolations } from './day-violations.ts'
import type { DayViolations } from './day-violations.ts'
import type { ReportingNeeds } from './needs.ts'

/**
 * Brings events into the totals of days, each once: messages come at least once and in order of a
 * tenant, and the totals say themselves how far they are. This process remembers that, too, and
 * asks again when it turns out to be wrong, because another one has added.
 */
export class DayTotalFeed {
  readonly #store: DayTotalStore
  readonly #isOpen: ReportingNeeds['isOpen']
  readonly #through = new Map<string, number>()

  constructor(store: DayTotalStore, isOpen: ReportingNeeds['isOpen']) {
    this.#store = store
    this.#isOpen = isOpen
  }

  /**
   * @throws what the store throws; nothing was added then, and the same messages may be given again
   */
  async add(messages: readonly TenantEvents[]): Promise<void> {
    const additions: Addition[] = []
    for (const [tenant, ofTenant] of Map.groupBy(messages, (message) => message.tenant)) {
      const after = this.#through.get(tenant) ?? (await this.#store.appliedThrough(tenant))
      const fresh = notYetAdded(ofTenant, after)
      const through = fresh.at(-1)?.outboxId
      if (through !== undefined) {
        additions.push({ tenant, after, through, ...this.#addUp(fresh) })
      }
    }
    if (additions.length > 0) {
      await this.#write(additions)
    }
  }

  #addUp(messages: readonly TenantEvents[]): Pick<Addition, 'totals' | 'violations'> {
    const totals = new Map<string, DayTotal>()
    const violations = new Map<string, DayViolations>()
    for (const { events, at } of messages) {
      addUp(totals, events, at)
      addViolations(violations, events, at, this.#isOpen)
    }
    return { totals: [...totals.values()], violations: [...violations.values()] }
  }

  async #write(additions: readonly Addition[]): Promise<void> {
    try {
      await this.#store.add(additions)
    } catch (error) {
      this.#through.clear()
      throw error
    }
    for (const { tenant, through } of additions) {
      this.#through.set(tenant, through)
    }
  }
}

/**
 * A publisher that came back sends again what may not have arrived, so within a batch, too, ids may
 * fall back.
 */
function notYetAdded(messages: readonly TenantEvents[], after: number): readonly TenantEvents[] {
  let through = after
  return messages.filter(({ outboxId }) => {
    const fresh = outboxId > through
    through = Math.max(through, outboxId)
    return fresh
  })
}
