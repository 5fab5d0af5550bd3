import uPlot from 'uplot'
import { formatCompact } from '../model/format.ts'
import { h } from './dom.ts'
import { colour, onThemeChange } from './theme.ts'

export interface Line {
  readonly label: string
  /** Name of a colour in tokens.css. */
  readonly colour: string
  readonly shape?: 'area' | 'bars' | 'line'
}

export interface ChartOptions {
  /** For those who do not see it: what is drawn. */
  readonly label: string
  readonly heightPx: number
  readonly lines: readonly Line[]
  readonly time: (atS: number) => string
  readonly value?: (value: number) => string
  readonly band?: readonly [number, number]
}

export type Columns = readonly [readonly number[], ...(readonly (number | null)[])[]]

export interface Chart {
  readonly element: HTMLElement
  /** Times in seconds, then one array per line. */
  show(columns: Columns): void
}

/** Follows its container's width and the theme. */
export function createChart(options: ChartOptions): Chart {
  const element = h('div', { class: 'chart', role: 'img', 'aria-label': options.label })
  element.style.setProperty('--chart-height', `${options.heightPx}px`)
  let plot: uPlot | undefined
  let columns: Columns = [[]]
  const width = (): number => Math.floor(element.clientWidth)
  const build = (): void => {
    plot?.destroy()
    plot = new uPlot(settings(options, width()), columns as uPlot.AlignedData, element)
  }
  onThemeChange(element, () => {
    if (plot !== undefined) {
      build()
    }
  })
  new ResizeObserver(() => {
    if (plot !== undefined && width() > 0) {
      plot.setSize({ width: width(), height: options.heightPx })
    }
  }).observe(element)
  return {
    element,
    show(next) {
      // To one sample uPlot gives an axis of a day.
      if (next[0].length < 2) {
        return
      }
      columns = next
      if (plot !== undefined) {
        plot.setData(columns as uPlot.AlignedData)
      } else if (width() > 0) {
        build()
      }
    },
  }
}

function settings(options: ChartOptions, width: number): uPlot.Options {
  const value = options.value ?? formatCompact
  const axis = {
    stroke: colour('--faint'),
    font: `11px ${colour('--type', 'font-family')}`,
    grid: { stroke: colour('--grid'), width: 1 },
    ticks: { show: false },
  }
  return {
    width,
    height: options.heightPx,
    // Marks stand at full minutes of the time that they name.
    tzDate: (atS) => uPlot.tzDate(new Date(atS * 1000), 'UTC'),
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 30, 0, 0],
    scales: { x: { time: true }, y: { range: rangeFrom(options.band) } },
    axes: [
      {
        ...axis,
        size: 30,
        space: 80,
        // Whole seconds: parts of one would all be called the same.
        incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600],
        grid: { show: false },
        values: (_, times) => times.map(options.time),
      },
      { ...axis, size: 52, space: 36, values: (_, ticks) => ticks.map(value) },
    ],
    series: [{}, ...options.lines.map(series)],
  }
}

function series({ label, colour: name, shape = 'line' }: Line): uPlot.Series {
  const stroke = colour(name)
  const bars =
    shape === 'bars' ? { paths: uPlot.paths.bars?.({ size: [0.6, 48], radius: 0.12 }) } : {}
  return {
    label,
    stroke,
    width: shape === 'bars' ? 0 : 2,
    points: { show: false },
    spanGaps: false,
    ...(shape === 'line' ? {} : { fill: shape === 'bars' ? stroke : faded(stroke) }),
    ...(bars.paths === undefined ? {} : { paths: bars.paths }),
  }
}

/**
 * From zero, unless a band is asked for: a rate that is drawn from elsewhere looks steeper than it
 * is.
 */
function rangeFrom(band: ChartOptions['band']): uPlot.Scale.Range {
  if (band !== undefined) {
    return (_, low, high) => [Math.min(low ?? band[0], band[0]), Math.max(high ?? band[1], band[1])]
  }
  return (_, _low, high) => {
    const most = high ?? 0
    return most <= 0 ? [0, 1] : [0, most * 1.12]
  }
}

function faded(rgb: string): string {
  return rgb.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.12)')
}
