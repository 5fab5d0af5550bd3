import { formatMinor, formatPercent, noFigure } from '../../model/format.ts'
import { ratesOf } from '../../model/usd.ts'
import { currencyVolumes } from '../../model/volumes.ts'
import type { CurrencyVolume } from '../../model/volumes.ts'
import type { Realtime } from '../endpoints.ts'
import type { FrameLoop } from '../frame-loop.ts'
import { bar } from '../marks.ts'
import { createPanel } from '../panel.ts'
import type { Panel } from '../panel.ts'
import type { Sources } from '../sources.ts'
import { createTable } from '../table.ts'

/**
 * What was settled by currency. Shares need rates; without them amounts stand beside each other.
 */
export function volumesPanel({ realtime, rates }: Sources, loop: FrameLoop): Panel {
  const table = createTable<CurrencyVolume>({
    caption: 'Volume settled in the last 24 hours by currency',
    key: ({ currency }) => currency,
    columns: [
      { title: 'Currency', text: ({ currency }) => currency },
      {
        title: 'Share',
        text: ({ percent }) => (percent === undefined ? noFigure : formatPercent(percent)),
        draw: ({ percent }) => bar({ share: (percent ?? 0) / 100 }),
      },
      { title: 'Settled', text: ({ volumeMinor }) => formatMinor(volumeMinor), number: true },
      {
        title: 'In USD',
        text: ({ usdMinor }) => (usdMinor === undefined ? noFigure : formatMinor(usdMinor)),
        number: true,
      },
    ],
  })
  const draw = (data: Realtime): void => {
    table.show(currencyVolumes(data.volume_24h, ratesOf(rates.data?.usdPerUnitE9)))
  }
  return createPanel(
    {
      id: 'currencies',
      title: 'Currencies',
      hint: 'Settled in the last 24 h, in units of each currency; shares by value in USD at the latest rates.',
      span: 5,
      source: realtime,
      also: [rates],
      view: { element: table.element, draw },
      emptyReason: ({ volume_24h: volumes }) =>
        Object.keys(volumes).length === 0 ? 'Nothing was settled in the last 24 h.' : undefined,
      pauseMs: 1_000,
    },
    loop,
  )
}
