import type { FrameLoop } from './frame-loop.ts'
import type { Panel } from './panel.ts'
import { banksPanel } from './panels/banks.ts'
import { alertsPanel, reviewsPanel } from './panels/compliance.ts'
import { figuresPanel } from './panels/figures.ts'
import { flowsPanel } from './panels/flows.ts'
import { fxPanel } from './panels/fx.ts'
import { heatMapPanel } from './panels/heat-map.ts'
import { historyPanel } from './panels/history.ts'
import { cyclesPanel, openCyclePanel } from './panels/netting.ts'
import { paymentsPanel } from './panels/payments.ts'
import { poolsPanel, rebalancesPanel } from './panels/pools.ts'
import { throughputPanel } from './panels/throughput.ts'
import { volumesPanel } from './panels/volumes.ts'
import type { Sources } from './sources.ts'

export interface Group {
  readonly id: string
  readonly title: string
  readonly panels: readonly Panel[]
}

type MakePanel = (sources: Sources, loop: FrameLoop) => Panel

/** What there is to see, from top to bottom. */
const table: readonly (readonly [string, string, readonly MakePanel[]])[] = [
  ['overview', 'Overview', [figuresPanel, throughputPanel, flowsPanel]],
  ['clearing', 'Banks', [banksPanel]],
  ['compliance', 'Compliance', [heatMapPanel, reviewsPanel, alertsPanel]],
  ['money', 'Currencies', [volumesPanel, fxPanel]],
  ['liquidity', 'Liquidity', [poolsPanel, rebalancesPanel]],
  ['treasury', 'Netting', [openCyclePanel, cyclesPanel]],
  ['days', 'History', [historyPanel]],
  ['list', 'Payments', [paymentsPanel]],
]

export function createGroups(sources: Sources, loop: FrameLoop): readonly Group[] {
  return table.map(([id, title, makers]) => ({
    id,
    title,
    panels: makers.map((make) => make(sources, loop)),
  }))
}
