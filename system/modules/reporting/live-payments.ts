import type { PaymentRecorded } from '../../events/payment-recorded.ts'
import type { TenantEvents } from '../../events/read-payments-recorded.ts'
import type { LiveHub } from './needs.ts'

interface Flow {
  readonly from: string
  readonly to: string
  readonly currency: string
  count: number
  amountMinor: number
}

interface Waiting {
  readonly counts: Map<string, number>
  readonly flows: Map<string, Flow>
  /** The newest; the others are in the counts. */
  items: readonly PaymentRecorded[]
  count: number
}

const itemsMost = 20
/** What is read anew, because Redis or this process had forgotten, is no news. */
const newsMs = 30_000

export interface LivePaymentsOptions {
  readonly hub: Pick<LiveHub, 'publish'>
  /** Between two frames of one tenant, at least; with 0 every call of `add` is told by itself. */
  readonly intervalMs: number
  /** Business time, which events carry, too. */
  readonly nowMs: () => number
}

/**
 * Tells listeners of payments: however many there are in a second, a few frames with all of their
 * numbers and the newest of them.
 */
export class LivePayments {
  readonly #options: LivePaymentsOptions
  #waiting = new Map<string, Waiting>()
  #timer: NodeJS.Timeout | undefined

  constructor(options: LivePaymentsOptions) {
    this.#options = options
  }

  add(messages: readonly TenantEvents[]): void {
    const oldestMs = this.#options.nowMs() - newsMs
    for (const { tenant, events, at } of messages) {
      if (Date.parse(at) >= oldestMs) {
        this.#gather(
          tenant,
          events.filter(({ kind }) => kind !== 'transfer'),
        )
      }
    }
    if (this.#options.intervalMs === 0) {
      this.flush()
    } else if (this.#waiting.size > 0) {
      this.#timer ??= setTimeout(() => {
        this.flush()
      }, this.#options.intervalMs)
    }
  }

  /** Sends what waits. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const waiting = this.#waiting
    this.#waiting = new Map()
    for (const [tenant, { counts, flows, items, count }] of waiting) {
      this.#options.hub.publish(tenant, {
        type: 'payment_update',
        at: new Date(this.#options.nowMs()).toISOString(),
        counts: Object.fromEntries(counts),
        items,
        omitted: count - items.length,
        flows: [...flows.values()],
      })
    }
  }

  #gather(tenant: string, events: readonly PaymentRecorded[]): void {
    let waiting = this.#waiting.get(tenant)
    if (waiting === undefined) {
      waiting = { counts: new Map(), flows: new Map(), items: [], count: 0 }
      this.#waiting.set(tenant, waiting)
    }
    waiting.count += events.length
    waiting.items = [...waiting.items, ...events.slice(-itemsMost)].slice(-itemsMost)
    for (const event of events) {
      waiting.counts.set(event.status, (waiting.counts.get(event.status) ?? 0) + 1)
      if (event.status === 'settled') {
        addFlow(waiting.flows, event)
      }
    }
  }
}

function addFlow(flows: Map<string, Flow>, event: PaymentRecorded): void {
  const { debtorBank: from, creditorBank: to, currency } = event
  const name = `${from} ${to} ${currency}`
  const flow = flows.get(name)
  if (flow === undefined) {
    flows.set(name, { from, to, currency, count: 1, amountMinor: event.amountMinor })
  } else {
    flow.count += 1
    flow.amountMinor += event.amountMinor
  }
}
