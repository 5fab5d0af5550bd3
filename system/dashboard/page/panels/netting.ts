import { shortCode } from '../../model/bank-names.ts'
import {
  formatCount,
  formatMoment,
  formatPercent,
  formatUsd,
  noFigure,
} from '../../model/format.ts'
import { bankPositions, nettedInUsd } from '../../model/netting.ts'
import type { BankPosition, Netted } from '../../model/netting.ts'
import { ratesOf } from '../../model/usd.ts'
import { businessNowMs } from '../business-time.ts'
import { h } from '../dom.ts'
import type { NettingCycle, NettingCycles, NettingPositions } from '../endpoints.ts'
import type { FrameLoop } from '../frame-loop.ts'
import { bar, twoSidedBar } from '../marks.ts'
import { createPanel } from '../panel.ts'
import type { Panel } from '../panel.ts'
import type { Sources } from '../sources.ts'
import { createTable } from '../table.ts'

interface Way {
  readonly name: string
  readonly usdMinor: bigint
  readonly grossUsdMinor: bigint
  readonly percent: number
}

/** What the open cycle comes to so far. */
export function openCyclePanel({ positions, rates }: Sources, loop: FrameLoop): Panel {
  const ways = createTable<Way>({
    caption: 'What has to move: payment by payment, by pairs of banks, by one position per bank',
    key: ({ name }) => name,
    columns: [
      { title: 'Settled', text: ({ name }) => name },
      {
        title: 'To move',
        text: ({ usdMinor }) => formatUsd(usdMinor),
        draw: (way) => bar({ share: shareOf(way.usdMinor, way.grossUsdMinor) }),
      },
      { title: 'Value', text: (way) => formatUsd(way.usdMinor), number: true },
      { title: 'Saved', text: ({ percent }) => formatPercent(percent), number: true },
    ],
  })
  const banks = createTable<BankPosition>({
    caption: 'Net position of each bank against all others',
    key: ({ bank }) => bank,
    columns: [
      { title: 'Bank', text: ({ bank }) => shortCode(bank) },
      {
        title: 'Owes | is owed',
        text: ({ share }) => (share < 0 ? 'owes' : 'is owed'),
        draw: ({ share }) => twoSidedBar(share),
      },
      { title: 'Net', text: (one) => formatUsd(one.usdMinor), number: true },
    ],
  })
  const draw = (data: NettingPositions): void => {
    const known = ratesOf(rates.data?.usdPerUnitE9)
    const netted = nettedInUsd(data.totals, known)
    ways.show(netted === undefined ? [] : waysOf(netted))
    banks.show(bankPositions(data.positions, known) ?? [])
  }
  return createPanel(
    {
      id: 'open-cycle',
      title: 'Open netting cycle',
      hint: 'Payments between banks since the last cycle was closed, in USD at the latest rates.',
      span: 5,
      source: positions,
      also: [rates],
      view: { element: h('div', { class: 'stack' }, ways.element, banks.element), draw },
      emptyReason: ({ payments, totals }) => {
        if (payments === 0) {
          return 'No payment between banks since the last cycle was closed.'
        }
        const known = ratesOf(rates.data?.usdPerUnitE9)
        return nettedInUsd(totals, known) === undefined
          ? `${formatCount(payments)} payments; without exchange rates they have no sum.`
          : undefined
      },
      pauseMs: 1_000,
    },
    loop,
  )
}

function waysOf(netted: Netted): readonly Way[] {
  const { grossUsdMinor } = netted
  return [
    { name: 'One by one', usdMinor: grossUsdMinor, grossUsdMinor, percent: 0 },
    {
      name: 'By pairs',
      usdMinor: netted.bilateralUsdMinor,
      grossUsdMinor,
      percent: netted.bilateralPercent,
    },
    {
      name: 'By positions',
      usdMinor: netted.multilateralUsdMinor,
      grossUsdMinor,
      percent: netted.multilateralPercent,
    },
  ]
}

function shareOf(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number(part) / Number(whole)
}

/** Cycles that were closed, and what netting has saved in each. */
export function cyclesPanel(sources: Sources, loop: FrameLoop): Panel {
  const { cycles, rates } = sources
  const netted = (cycle: NettingCycle): Netted | undefined =>
    cycle.totals.length === 0
      ? undefined
      : nettedInUsd(cycle.totals, ratesOf(rates.data?.usdPerUnitE9))
  const usd = (usdMinor: bigint | undefined): string =>
    usdMinor === undefined ? noFigure : formatUsd(usdMinor)
  const table = createTable<NettingCycle>({
    caption: 'Netting cycles, newest first',
    key: ({ id }) => String(id),
    mostHeightPx: 330,
    columns: [
      { title: 'Cycle', text: ({ id }) => `#${id}` },
      {
        title: 'State',
        text: ({ state }) => state,
        tone: ({ state }) => ({ settled: 'good', closed: 'warn' })[state] ?? 'plain',
      },
      {
        title: 'Closed',
        text: ({ closedAt }) =>
          closedAt === null ? noFigure : formatMoment(closedAt, businessNowMs()),
      },
      { title: 'Payments', text: ({ payments }) => formatCount(payments), number: true },
      { title: 'Gross', text: (cycle) => usd(netted(cycle)?.grossUsdMinor), number: true },
      { title: 'Net', text: (cycle) => usd(netted(cycle)?.multilateralUsdMinor), number: true },
      {
        title: 'Efficiency',
        text: (cycle) => {
          const percent = netted(cycle)?.multilateralPercent
          return percent === undefined ? noFigure : formatPercent(percent)
        },
        number: true,
      },
    ],
  })
  return createPanel(
    {
      id: 'cycles',
      title: 'Netting cycles',
      hint: 'Gross is what was paid, net what had to move in the end; efficiency is the share that was saved.',
      span: 7,
      source: cycles,
      also: [rates],
      view: {
        element: table.element,
        draw: ({ items }: NettingCycles) => {
          table.show(items)
        },
      },
      emptyReason: ({ items }) =>
        items.length === 0 ? 'No netting cycle was opened yet.' : undefined,
      pauseMs: 1_000,
    },
    loop,
  )
}
