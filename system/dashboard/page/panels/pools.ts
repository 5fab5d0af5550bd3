import { formatCount, formatMinor, formatMoment, formatPercent } from '../../model/format.ts'
import { poolBar, poolTone } from '../../model/pool-bar.ts'
import { businessNowMs } from '../business-time.ts'
import { h, setText } from '../dom.ts'
import type { Pool, Pools, Rebalance, Rebalances } from '../endpoints.ts'
import type { FrameLoop } from '../frame-loop.ts'
import { bar } from '../marks.ts'
import { createPanel } from '../panel.ts'
import type { Panel } from '../panel.ts'
import type { Sources } from '../sources.ts'
import { createTable } from '../table.ts'

/** How full the pools are that payments between currencies go through. */
export function poolsPanel({ pools }: Sources, loop: FrameLoop): Panel {
  const table = createTable<Pool>({
    caption: 'Liquidity pools as percent of what they began with',
    key: ({ poolId }) => poolId,
    columns: [
      { title: 'Pool', text: ({ currency }) => currency },
      {
        title: 'Of initial',
        text: ({ percentOfInitial }) => formatPercent(percentOfInitial),
        draw: (pool) => bar({ ...poolBar(pool), tone: poolTone(pool.status) }),
      },
      {
        title: 'Percent',
        text: ({ percentOfInitial }) => formatPercent(percentOfInitial),
        number: true,
      },
      { title: 'Balance', text: ({ balanceMinor }) => formatMinor(balanceMinor), number: true },
      {
        title: 'State',
        text: ({ status }) => status,
        tone: ({ status }) => poolTone(status),
      },
    ],
  })
  return createPanel(
    {
      id: 'pools',
      title: 'Liquidity pools',
      hint: 'Balance as percent of the initial one; the lines mark the thresholds at which a pool is filled or drained.',
      span: 6,
      source: pools,
      view: {
        element: table.element,
        draw: ({ items }: Pools) => {
          table.show(items)
        },
      },
      emptyReason: ({ items }) => (items.length === 0 ? 'This tenant has no pools.' : undefined),
      pauseMs: 1_000,
    },
    loop,
  )
}

/** What brought them back. */
export function rebalancesPanel(sources: Sources, loop: FrameLoop): Panel {
  const { rebalances } = sources
  const total = h('b', { 'data-figure': 'rebalances' }, h('span'))
  const table = createTable<Rebalance>({
    caption: 'The newest rebalances of pools',
    key: ({ poolId, timestamp }) => `${poolId} ${timestamp}`,
    mostHeightPx: 320,
    columns: [
      { title: 'Time', text: ({ timestamp }) => formatMoment(timestamp, businessNowMs()) },
      { title: 'Pool', text: ({ currency }) => currency },
      { title: 'Moved', text: ({ amountMinor }) => formatMinor(amountMinor), number: true },
      { title: 'Before', text: (one) => formatMinor(one.balanceBeforeMinor), number: true },
      {
        title: 'State',
        text: ({ status }) => status,
        tone: ({ status }) => ({ done: 'good', failed: 'bad' })[status] ?? 'plain',
      },
    ],
  })
  const counted = h('p', { class: 'soft' }, total, ' done so far')
  const draw = (data: Rebalances): void => {
    setText(total.firstElementChild ?? total, formatCount(data.total))
    table.show(data.items)
  }
  return createPanel(
    {
      id: 'rebalances',
      title: 'Rebalances',
      hint: 'Into the pool from its treasury account, or negative, back to it.',
      span: 6,
      source: rebalances,
      view: { element: h('div', {}, counted, table.element), draw },
      emptyReason: ({ items }) =>
        items.length === 0 ? 'No pool had to be rebalanced yet.' : undefined,
      pauseMs: 1_000,
    },
    loop,
  )
}
