import { dayColumns } from '../../model/day-columns.ts'
import type { DayColumn } from '../../model/day-columns.ts'
import { formatCount, formatPercent, noFigure } from '../../model/format.ts'
import { h, svg } from '../dom.ts'
import { createDrawing } from '../drawing.ts'
import type { DailyMetrics, Day } from '../endpoints.ts'
import type { FrameLoop } from '../frame-loop.ts'
import { createPanel } from '../panel.ts'
import type { Panel } from '../panel.ts'
import type { Sources } from '../sources.ts'
import { createTable } from '../table.ts'

const heightPx = 220
const footPx = 24
const headPx = 20

/** What became of the payments of the last seven days. */
export function historyPanel({ daily }: Sources, loop: FrameLoop): Panel {
  const drawing = createDrawing('Payments by day; the table says the same', heightPx)
  const legend = h(
    'ul',
    { class: 'legend' },
    ...(['settled', 'waiting', 'rejected'] as const).map((part) =>
      h('li', {}, h('span', { class: 'swatch square', 'data-part': part }), part),
    ),
  )
  const table = createTable<Day>({
    caption: 'Payments of the last seven days',
    key: ({ date }) => date,
    columns: [
      { title: 'Day', text: ({ date }) => date },
      { title: 'Recorded', text: ({ recorded }) => formatCount(recorded), number: true },
      { title: 'Settled', text: ({ settled }) => formatCount(settled), number: true },
      { title: 'Rejected', text: ({ rejected }) => formatCount(rejected), number: true },
      { title: 'Queued', text: ({ queued }) => formatCount(queued), number: true },
      { title: 'In review', text: ({ inReview }) => formatCount(inReview), number: true },
      {
        title: 'Success',
        text: ({ successRate }) => (successRate === null ? noFigure : formatPercent(successRate)),
        number: true,
      },
    ],
  })
  const draw = ({ days }: DailyMetrics): void => {
    table.show(days)
    drawing.draw((width) => paint(days, width))
  }
  const details = h('details', {}, h('summary', {}, 'As a table'), table.element)
  return createPanel(
    {
      id: 'history',
      title: 'Last seven days',
      hint: 'Payments by the UTC day on which they were made. Waiting: for a clearing window or a review.',
      span: 12,
      source: daily,
      view: { element: h('div', {}, legend, drawing.element, details), draw },
      emptyReason: ({ days }) =>
        days.every(({ recorded }) => recorded === 0)
          ? 'No payment was made in the last seven days.'
          : undefined,
      pauseMs: 1_000,
    },
    loop,
  )
}

function paint(days: readonly Day[], width: number): readonly SVGElement[] {
  const columns = dayColumns(days, { width, height: heightPx - footPx - headPx })
  const ground = heightPx - footPx
  return [
    svg('line', { x1: 0, x2: width, y1: ground + 0.5, y2: ground + 0.5, class: 'ground' }),
    ...columns.map((column) => paintColumn(column, ground)),
  ]
}

function paintColumn({ day, x, width, parts, top }: DayColumn, ground: number): SVGElement {
  const middle = x + width / 2
  return svg(
    'g',
    {},
    ...parts.map(({ name, from, height }) =>
      svg('rect', { x, width, y: ground - from - height, height, 'data-part': name }),
    ),
    svg(
      'text',
      { x: middle, y: ground - top - 6, 'text-anchor': 'middle', class: 'node-value' },
      day.count,
    ),
    svg('text', { x: middle, y: ground + 17, 'text-anchor': 'middle', class: 'side' }, day.label),
  )
}
