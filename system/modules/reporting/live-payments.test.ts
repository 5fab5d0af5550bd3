import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { HubEvent } from '../../platform/websocket/hub.ts'
import type { PaymentRecorded } from '../../events/payment-recorded.ts'
import { aPayment } from './fixtures.ts'
import { LivePayments } from './live-payments.ts'

const nowMs = Date.parse('2026-11-18T09:00:00Z')
let sent: [tenant: string, event: HubEvent][]
let live: LivePayments

beforeEach(() => {
  vi.useFakeTimers()
  sent = []
  const hub = { publish: (...frame: [string, HubEvent]) => sent.push(frame) }
  live = new LivePayments({ hub, intervalMs: 200, nowMs: () => nowMs })
})
afterEach(() => {
  vi.useRealTimers()
})

const message = (tenant: string, events: PaymentRecorded[], atMs = nowMs) => ({
  tenant,
  outboxId: 1,
  epoch: '1',
  at: new Date(atMs).toISOString(),
  events,
})

describe('payments that happen', () => {
  test('go together, with the number of each state and of what went from bank to bank', () => {
    const back = { debtorBank: 'LUMIILITXXX', creditorBank: 'ENBXAEADXXX' }
    live.add([
      message('bank', [aPayment({ id: '1' }), aPayment({ id: '2', status: 'rejected' })]),
      message('bank', [aPayment({ id: '3', amountMinor: 50 }), aPayment({ id: '4', ...back })]),
      message('shop', [aPayment({ id: '5' })]),
    ])
    vi.advanceTimersByTime(200)
    expect(sent.map(([tenant]) => tenant)).toEqual(['bank', 'shop'])
    const way = { from: 'ENBXAEADXXX', to: 'LUMIILITXXX', currency: 'USD' }
    expect(sent[0]?.[1]).toMatchObject({
      type: 'payment_update',
      at: '2026-11-18T09:00:00.000Z',
      counts: { settled: 3, rejected: 1 },
      items: [{ id: '1' }, { id: '2' }, { id: '3' }, { id: '4' }],
      omitted: 0,
      flows: [
        { ...way, count: 2, amountMinor: 150 },
        { ...way, from: way.to, to: way.from, count: 1, amountMinor: 100 },
      ],
    })
  })

  test('by the thousand are five frames a second with the newest of them', () => {
    for (let batch = 0; batch < 100; batch += 1) {
      const events = Array.from({ length: 30 }, (_, each) => aPayment({ id: `${batch}-${each}` }))
      live.add([message('bank', events)])
      vi.advanceTimersByTime(10)
    }
    vi.advanceTimersByTime(200)
    expect(sent.length).toBe(5)
    const frames = sent.map(([, event]) => event as unknown as { items: object[]; omitted: number })
    expect(frames.reduce((sum, { items, omitted }) => sum + items.length + omitted, 0)).toBe(3_000)
    expect(frames[0]?.items.length).toBe(20)
    expect(frames.at(-1)?.items.at(-1)).toMatchObject({ id: '99-29' })
  })

  test('without an interval are told at once', () => {
    const hub = { publish: (...frame: [string, HubEvent]) => sent.push(frame) }
    const prompt = new LivePayments({ hub, intervalMs: 0, nowMs: () => nowMs })
    prompt.add([message('bank', [aPayment()])])
    prompt.add([message('bank', [aPayment()])])
    expect(sent.length).toBe(2)
  })

  test('that are read anew are no news', () => {
    live.add([message('bank', [aPayment()], nowMs - 30_001)])
    vi.advanceTimersByTime(1_000)
    expect(sent).toEqual([])
  })
})
