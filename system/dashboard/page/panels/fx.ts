import { formatCount } from '../../model/format.ts'
import { fxRow } from '../../model/fx-row.ts'
import type { FxRow } from '../../model/fx-row.ts'
import type { FxRates } from '../endpoints.ts'
import type { FrameLoop } from '../frame-loop.ts'
import { sparkline, sparkSize } from '../marks.ts'
import { createPanel } from '../panel.ts'
import type { Panel } from '../panel.ts'
import type { Sources } from '../sources.ts'
import { createTable } from '../table.ts'

/** What a unit of each currency costs now, and how it got there. */
export function fxPanel({ rates, rateHistory }: Sources, loop: FrameLoop): Panel {
  const table = createTable<FxRow>({
    caption: 'Exchange rates against the US dollar',
    key: ({ currency }) => currency,
    columns: [
      { title: 'Currency', text: ({ currency }) => currency },
      { title: 'USD for one', text: ({ usdPerUnit }) => usdPerUnit, number: true },
      { title: 'For one USD', text: ({ unitsPerUsd }) => unitsPerUsd, number: true },
      { title: 'Last hour', text: ({ changeText }) => changeText, number: true },
      {
        title: 'Course',
        text: ({ changeText }) => `changed by ${changeText} in the last hour`,
        draw: ({ path }) => sparkline(path),
      },
      { title: 'Jumps', text: ({ spikes }) => formatCount(spikes), number: true },
      {
        title: 'Now',
        text: ({ spikedNow }) => (spikedNow ? 'jumped' : 'calm'),
        tone: ({ spikedNow }) => (spikedNow ? 'warn' : 'plain'),
      },
    ],
  })
  const draw = ({ usdPerUnitE9, spiked }: FxRates): void => {
    const quoted = Object.entries(usdPerUnitE9).filter(([currency]) => currency !== 'USD')
    table.show(
      quoted.map(([currency, rateE9]) =>
        fxRow(currency, rateE9, rateHistory[currency]?.data?.items, { spiked, ...sparkSize }),
      ),
    )
  }
  return createPanel(
    {
      id: 'fx',
      title: 'Exchange rates',
      hint: 'The latest rates, and how they went in the last hour; jumps among the points drawn.',
      span: 7,
      source: rates,
      also: Object.values(rateHistory),
      view: { element: table.element, draw },
      pauseMs: 1_000,
    },
    loop,
  )
}
