import { formatMinor, formatMoment } from '../../model/format.ts'
import { reasonText, statusTone, statusWord } from '../../model/payment-status.ts'
import { businessNowMs } from '../business-time.ts'
import { h, setAttributes, setText } from '../dom.ts'
import type { Payment, PaymentPage } from '../endpoints.ts'
import type { FrameLoop } from '../frame-loop.ts'
import { createPanel } from '../panel.ts'
import type { Panel } from '../panel.ts'
import type { Sources } from '../sources.ts'
import { createTable } from '../table.ts'

const mostRows = 25
/** A list that changes faster than this cannot be read. */
const pauseMs = 1_000

/** The newest payments. It can be held still, to read or to copy. */
export function paymentsPanel(sources: Sources, loop: FrameLoop): Panel {
  const { payments } = sources
  const table = createTable<Payment>({
    caption: 'The newest payments',
    key: ({ id }) => id,
    mostHeightPx: 520,
    columns: [
      { title: 'Time', text: ({ createdAt }) => formatMoment(createdAt, businessNowMs()) },
      {
        title: 'Status',
        text: ({ status }) => statusWord(status),
        tone: ({ status }) => statusTone(status),
      },
      { title: 'Amount', text: ({ amountMinor }) => formatMinor(amountMinor), number: true },
      { title: 'Currency', text: ({ currency }) => currency },
      { title: 'Credited', text: creditedText, number: true },
      { title: 'From', text: ({ debtorAccount }) => debtorAccount, mono: true },
      { title: 'To', text: ({ creditorAccount }) => creditorAccount, mono: true },
      { title: 'Reason', text: reasonText },
      { title: 'Id', text: ({ id }) => id, mono: true },
    ],
  })
  let held = false
  const hold = h('button', { type: 'button', 'aria-pressed': 'false' }, 'Hold still')
  const draw = ({ items }: PaymentPage): void => {
    if (!held) {
      table.show(items.slice(0, mostRows))
    }
  }
  const panel = createPanel(
    {
      id: 'payments',
      title: 'Newest payments',
      hint: `The last ${mostRows}, refreshed once a second at most. Times in UTC, amounts in the currency's units.`,
      span: 12,
      source: payments,
      view: { element: table.element, draw },
      emptyReason: ({ items }) =>
        items.length === 0 ? 'No payment was made yet: the first one appears here.' : undefined,
      pauseMs,
      tools: hold,
    },
    loop,
  )
  hold.addEventListener('click', () => {
    held = !held
    setAttributes(hold, { 'aria-pressed': String(held) })
    setText(hold, held ? 'Follow again' : 'Hold still')
    panel.touch()
  })
  return panel
}

/** What the creditor gets, where it is another currency. */
function creditedText({ creditedMinor, creditorCurrency }: Payment): string {
  return creditedMinor === undefined || creditorCurrency === undefined
    ? ''
    : `${formatMinor(creditedMinor)} ${creditorCurrency}`
}
