import { shortCode } from '../../model/bank-names.ts'
import { formatCount, formatMinor, formatMoment, formatUsd } from '../../model/format.ts'
import { reasonText, statusTone, statusWord } from '../../model/payment-status.ts'
import { businessNowMs } from '../business-time.ts'
import { h, setText } from '../dom.ts'
import type { Alert, Alerts, HeldPayment, Reviews } from '../endpoints.ts'
import type { FrameLoop } from '../frame-loop.ts'
import { createPanel } from '../panel.ts'
import type { Panel } from '../panel.ts'
import type { Sources } from '../sources.ts'
import { createTable } from '../table.ts'
import type { Column } from '../table.ts'

const raised: Column<HeldPayment> = {
  title: 'Held at',
  text: ({ raisedAt }) => formatMoment(raisedAt, businessNowMs()),
}
const what: readonly Column<HeldPayment>[] = [
  { title: 'Reasons', text: ({ reasons }) => reasonText({ reviewReasons: reasons }) },
  {
    title: 'Amount',
    text: ({ amountMinor, currency }) => `${formatMinor(amountMinor)} ${currency}`,
    number: true,
  },
  { title: 'In USD', text: ({ usdMinor }) => formatUsd(usdMinor), number: true },
  {
    title: 'Banks',
    text: ({ debtorBank, creditorBank }) => `${shortCode(debtorBank)} → ${shortCode(creditorBank)}`,
  },
]

/** Payments that wait for somebody to decide. */
export function reviewsPanel(sources: Sources, loop: FrameLoop): Panel {
  const { reviews } = sources
  const waiting = h('b', { 'data-figure': 'waiting-reviews' }, h('span'))
  const table = createTable<HeldPayment>({
    caption: 'Payments that wait for a review, oldest first',
    key: ({ paymentId }) => paymentId,
    mostHeightPx: 330,
    columns: [
      raised,
      ...what,
      { title: 'From', text: ({ debtorAccount }) => debtorAccount, mono: true },
      { title: 'To', text: ({ creditorAccount }) => creditorAccount, mono: true },
    ],
  })
  const draw = (data: Reviews): void => {
    setText(waiting.firstElementChild ?? waiting, formatCount(data.waiting))
    table.show(data.items)
  }
  const counted = h('p', { class: 'soft' }, waiting, ' waiting, the oldest first')
  return createPanel(
    {
      id: 'reviews',
      title: 'Held for review',
      hint: 'Accepted, and not settled before somebody approves.',
      span: 7,
      source: reviews,
      view: { element: h('div', {}, counted, table.element), draw },
      emptyReason: (data) => (data.waiting === 0 ? 'No payment waits for a review.' : undefined),
      pauseMs: 1_000,
    },
    loop,
  )
}

/** Every payment that was held, whatever became of it. */
export function alertsPanel(sources: Sources, loop: FrameLoop): Panel {
  const { alerts } = sources
  const table = createTable<Alert>({
    caption: 'Compliance alerts, newest first',
    key: ({ paymentId }) => paymentId,
    mostHeightPx: 330,
    columns: [
      raised,
      {
        title: 'Payment now',
        text: ({ status }) => statusWord(status),
        tone: ({ status }) => statusTone(status),
      },
      ...what,
    ],
  })
  return createPanel(
    {
      id: 'alerts',
      title: 'Alerts',
      hint: 'The newest payments that a rule has held, and what became of them.',
      span: 12,
      source: alerts,
      view: {
        element: table.element,
        draw: ({ items }: Alerts) => {
          table.show(items)
        },
      },
      emptyReason: ({ items }) =>
        items.length === 0 ? 'No rule has held a payment yet.' : undefined,
      pauseMs: 1_000,
    },
    loop,
  )
}
