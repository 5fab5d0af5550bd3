import { seriesOf, shortCode } from '../../model/bank-names.ts'
import { measuredFlows } from '../../model/bank-flows.ts'
import type { MeasuredFlow, MeasuredFlows } from '../../model/bank-flows.ts'
import { layOutFlows } from '../../model/flow-layout.ts'
import type { FlowNode } from '../../model/flow-layout.ts'
import { formatCount, formatUsd } from '../../model/format.ts'
import { ratesOf } from '../../model/usd.ts'
import { h, svg } from '../dom.ts'
import { createDrawing } from '../drawing.ts'
import type { BankMetrics } from '../endpoints.ts'
import type { FrameLoop } from '../frame-loop.ts'
import { createPanel } from '../panel.ts'
import type { Panel } from '../panel.ts'
import type { Sources } from '../sources.ts'
import { createTable } from '../table.ts'

const heightPx = 320
const captionPx = 24
const nodePx = 10
/** Room for a name beside each node; on a phone for its short code. */
const namePx = { wide: 84, narrow: 58 }

/** Who pays whom: drawn for the eye, and as a table for everything else. */
export function flowsPanel({ bankMetrics, rates }: Sources, loop: FrameLoop): Panel {
  const drawing = createDrawing(
    'Money between banks today; the table below says the same',
    heightPx,
  )
  const table = createTable<MeasuredFlow>({
    caption: 'Settled today by paying and paid bank',
    key: ({ from, to }) => `${from}-${to}`,
    columns: [
      { title: 'From', text: ({ from }) => shortCode(from) },
      { title: 'To', text: ({ to }) => shortCode(to) },
      { title: 'Payments', text: ({ count }) => formatCount(count), number: true },
      { title: 'Value', text: (flow) => flow.text, number: true },
    ],
  })
  const details = h('details', {}, h('summary', {}, 'As a table'), table.element)
  const draw = (data: BankMetrics): void => {
    const flows = measuredFlows(data.flows, ratesOf(rates.data?.usdPerUnitE9))
    table.show(flows.items)
    drawing.draw((width) => paint(flows, width))
  }
  return createPanel(
    {
      id: 'flows',
      title: 'Flow between banks',
      hint: 'Settled today (UTC), payers on the left, payees on the right; as thick as its value in USD at the latest rates.',
      span: 5,
      source: bankMetrics,
      also: [rates],
      view: { element: h('div', {}, drawing.element, details), draw },
      emptyReason: ({ flows }) =>
        flows.length === 0 ? 'Nothing was settled between banks today.' : undefined,
      pauseMs: 1_000,
    },
    loop,
  )
}

function paint(flows: MeasuredFlows, width: number): readonly SVGElement[] {
  const names = width < 400 ? namePx.narrow : namePx.wide
  const left = names + nodePx
  const right = width - names - nodePx
  const frame = { left, right, height: heightPx - captionPx, gap: 16 }
  const { payers, payees, bands } = layOutFlows(flows.items, flows.bics, frame)
  const colourOf = (bic: string): string => `var(${seriesOf(bic, flows.bics)})`
  const drawn = bands.map(({ from, to, path }) => {
    const flow = flows.items.find((one) => one.from === from && one.to === to)
    const band = svg('path', { d: path, class: 'band' })
    band.style.fill = colourOf(from)
    band.append(
      svg(
        'title',
        {},
        `${shortCode(from)} to ${shortCode(to)}: ${flow?.text ?? ''}, ${flow?.count} payments`,
      ),
    )
    return band
  })
  const node = (one: FlowNode, x: number, side: 'end' | 'start'): SVGElement => {
    const box = svg('rect', { x, y: one.y, width: nodePx, height: one.height, rx: 2 })
    box.style.fill = colourOf(one.id)
    const textX = side === 'end' ? x - 8 : x + nodePx + 8
    const middle = one.y + one.height / 2
    const name = svg('text', { x: textX, y: middle - 2, 'text-anchor': side, class: 'node-name' })
    name.append(shortCode(one.id))
    const value = svg('text', {
      x: textX,
      y: middle + 13,
      'text-anchor': side,
      class: 'node-value',
    })
    value.append(flows.inUsd ? formatUsd(one.value) : formatCount(one.value))
    return svg('g', {}, box, name, value)
  }
  const shifted = svg('g', { transform: `translate(0 ${captionPx})` })
  shifted.append(...drawn)
  shifted.append(...payers.map((one) => node(one, left - nodePx, 'end')))
  shifted.append(...payees.map((one) => node(one, right, 'start')))
  return [
    svg('text', { x: left - nodePx, y: 12, class: 'side' }, 'Pays'),
    svg('text', { x: right + nodePx, y: 12, 'text-anchor': 'end', class: 'side' }, 'Is paid'),
    shifted,
  ]
}
