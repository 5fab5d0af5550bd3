import { shortCode } from '../../model/bank-names.ts'
import { formatCompact, formatPercent } from '../../model/format.ts'
import { heatGrid } from '../../model/heat-grid.ts'
import type { HeatCell } from '../../model/heat-grid.ts'
import { h } from '../dom.ts'
import type { HeatMap } from '../endpoints.ts'
import type { FrameLoop } from '../frame-loop.ts'
import { createPanel } from '../panel.ts'
import type { Panel } from '../panel.ts'
import type { Sources } from '../sources.ts'

/** Where risk is: the share of payments that rules have held, from bank to bank. */
export function heatMapPanel({ heatMap, banks }: Sources, loop: FrameLoop): Panel {
  const body = h('tbody')
  const corner = h('th', { scope: 'col' }, 'From \\ to')
  const heads = h('tr', {}, corner)
  const table = h(
    'table',
    { class: 'heat' },
    h('caption', {}, 'Share of today’s payments held for review, by paying and paid bank'),
    h('thead', {}, heads),
    body,
  )
  const draw = ({ corridors }: HeatMap): void => {
    const { bics, rows } = heatGrid(corridors, banks.data?.banks.map(({ bic }) => bic) ?? [])
    const titles = bics.map((bic) => h('th', { scope: 'col' }, shortCode(bic)))
    heads.replaceChildren(corner, ...titles)
    body.replaceChildren(
      ...rows.map(({ from, cells }) =>
        h('tr', {}, h('th', { scope: 'row' }, shortCode(from)), ...cells.map(cellOf)),
      ),
    )
  }
  return createPanel(
    {
      id: 'heat-map',
      title: 'Risk heat map',
      hint: 'Today (UTC), payers down, payees across: the share held for review, and of how many. The darker, the larger the share.',
      span: 5,
      source: heatMap,
      also: [banks],
      view: { element: table, draw },
      emptyReason: ({ corridors }) =>
        corridors.length === 0 ? 'No payment was accepted today.' : undefined,
      pauseMs: 1_000,
    },
    loop,
  )
}

function cellOf({ share, count, heat }: HeatCell): HTMLElement {
  if (count === 0) {
    return h('td', { class: 'none' }, h('span', {}, 'none'))
  }
  const cell = h(
    'td',
    {},
    h('b', {}, formatPercent(share * 100)),
    h('span', {}, `of ${formatCompact(count)}`),
  )
  cell.style.setProperty('--heat-share', `${Math.round(heat * 55)}%`)
  return cell
}
