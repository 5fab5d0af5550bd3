import { formatRate, formatTime } from '../../model/format.ts'
import { History } from '../../model/history.ts'
import { businessTimeOf } from '../business-time.ts'
import { createChart } from '../chart.ts'
import { h, setText } from '../dom.ts'
import type { FrameLoop } from '../frame-loop.ts'
import { createPanel } from '../panel.ts'
import type { Panel } from '../panel.ts'
import type { Sources } from '../sources.ts'

/** Ten minutes. */
const spanS = 600

/** The rate since this page was opened; what was before is no business of a live chart. */
export function throughputPanel(sources: Sources, loop: FrameLoop): Panel {
  const { realtime } = sources
  const history = new History(1, spanS)
  const chart = createChart({
    label: 'Line chart of payments recorded per second since this page was opened',
    heightPx: 350,
    lines: [{ label: 'Payments per second', colour: '--series-1', shape: 'area' }],
    time: (atS) => formatTime(atS * 1000),
  })
  const highest = h('b')
  const legend = h(
    'ul',
    { class: 'legend' },
    h('li', {}, h('span', { class: 'swatch', 'data-series': '1' }), 'payments per second'),
    h('li', {}, 'highest ', highest),
  )
  realtime.onChange(() => {
    const { data, failure, atMs } = realtime.reading
    // By the system's clock, which the axis names; what comes before that is known has no place on
    // it.
    const businessMs = businessTimeOf(failure === undefined ? atMs : Date.now())
    if (businessMs === undefined) {
      return
    }
    if (failure !== undefined) {
      history.interrupt(businessMs)
    } else if (data !== undefined) {
      history.add(businessMs, [data.tps])
    }
  })
  const draw = (): void => {
    const columns = history.columns()
    const rates = columns[1]?.filter((rate) => rate !== null) ?? []
    setText(highest, formatRate(Math.max(0, ...rates)))
    chart.show(columns)
  }
  return createPanel(
    {
      id: 'throughput',
      title: 'Throughput',
      hint: 'Payments recorded per second, mean of 10 s, since this page was opened. A gap is a time without answer.',
      span: 7,
      source: realtime,
      view: { element: h('div', {}, legend, chart.element), draw },
      pauseMs: 500,
    },
    loop,
  )
}
