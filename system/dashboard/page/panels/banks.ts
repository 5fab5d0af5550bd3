import { bankDay, limitUse, nextChange } from '../../model/bank-day.ts'
import { shortCode } from '../../model/bank-names.ts'
import { formatCount } from '../../model/format.ts'
import type { Bank, Banks } from '../endpoints.ts'
import type { FrameLoop } from '../frame-loop.ts'
import { bar, dayLine } from '../marks.ts'
import { createPanel } from '../panel.ts'
import type { Panel } from '../panel.ts'
import type { Sources } from '../sources.ts'
import { createTable } from '../table.ts'

/** Which banks clear now, and how much of their daily limit is used. */
export function banksPanel({ banks }: Sources, loop: FrameLoop): Panel {
  let at = ''
  const table = createTable<Bank>({
    caption: 'Clearing windows and daily limits of the banks',
    key: ({ bic }) => bic,
    columns: [
      { title: 'Bank', text: ({ name, bic }) => `${name} (${shortCode(bic)})` },
      {
        title: 'Window',
        text: ({ open }) => (open ? 'Open' : 'Closed'),
        tone: ({ open }) => (open ? 'good' : 'plain'),
      },
      { title: 'Next', text: (bank) => nextChange(bank, at) },
      { title: 'Local time', text: ({ localTime, city }) => `${localTime.slice(11, 16)} ${city}` },
      {
        title: 'Local day',
        text: ({ window }) => `${window.opens} to ${window.closes}`,
        draw: (bank) => dayLine(bankDay(bank), bank.open),
      },
      {
        title: 'Daily limit used',
        text: (bank) => limitUse(bank).text,
        draw: (bank) => {
          const { percent, tone } = limitUse(bank)
          return bar({ share: percent / 100, tone })
        },
      },
      { title: 'Limit', text: (bank) => limitUse(bank).text },
      { title: 'Outside window', text: ({ violations }) => formatCount(violations), number: true },
    ],
  })
  const draw = (data: Banks): void => {
    at = data.at
    table.show(data.banks)
  }
  return createPanel(
    {
      id: 'banks',
      title: 'Clearing windows and limits',
      hint: 'By each bank’s own clock. Payments outside a window wait for the next opening; those of today, UTC, are counted.',
      span: 12,
      source: banks,
      view: { element: table.element, draw },
      pauseMs: 1_000,
    },
    loop,
  )
}
