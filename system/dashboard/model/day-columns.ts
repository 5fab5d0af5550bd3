import { formatCompact } from './format.ts'

interface Day {
  readonly date: string
  readonly recorded: number
  readonly settled: number
  readonly rejected: number
  readonly queued: number
  readonly inReview: number
}

export interface DayColumn {
  readonly day: { readonly label: string; readonly count: string }
  readonly x: number
  readonly width: number
  /** From the ground up, in pixels. */
  readonly parts: readonly {
    readonly name: string
    readonly from: number
    readonly height: number
  }[]
  readonly top: number
}

const widestPx = 72
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** Stacked columns of equal scale, the highest as high as there is room. */
export function dayColumns(
  days: readonly Day[],
  room: { readonly width: number; readonly height: number },
): readonly DayColumn[] {
  const most = Math.max(1, ...days.map(({ recorded }) => recorded))
  const step = room.width / Math.max(1, days.length)
  const width = Math.min(widestPx, step * 0.62)
  return days.map((day, index) => {
    const waiting = day.queued + day.inReview
    let top = 0
    const parts = [
      { name: 'settled', count: day.settled },
      { name: 'waiting', count: waiting },
      { name: 'rejected', count: day.rejected },
    ].map(({ name, count }) => {
      const height = (count / most) * room.height
      const part = { name, from: top, height }
      top += height
      return part
    })
    const label = `${weekdays[new Date(day.date).getUTCDay()] ?? ''} ${Number(day.date.slice(8))}`
    const x = index * step + (step - width) / 2
    return { day: { label, count: formatCompact(day.recorded) }, x, width, parts, top }
  })
}
