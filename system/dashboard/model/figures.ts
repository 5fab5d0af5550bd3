import { formatCount, formatPercent, formatRate, noFigure } from './format.ts'

export interface Figure {
  readonly name: string
  readonly label: string
  readonly text: string
  readonly unit?: string
  readonly tone?: 'warn' | 'bad'
}

interface Totals {
  readonly tps: number
  readonly success_rate: number | null
  readonly queue_depth: number
  readonly failed_last_1h: number
  readonly settled_today: number
  readonly active_banks: number
  readonly compliance_review: number
}

/**
 * Success of payments inside their window is expected to be complete; below these it is worth a
 * look.
 */
const warnBelowPercent = 99
const badBelowPercent = 95

export function figuresOf(totals: Totals): readonly Figure[] {
  const { success_rate: success } = totals
  return [
    { name: 'tps', label: 'Payments', text: formatRate(totals.tps), unit: 'per second' },
    {
      name: 'success',
      label: 'Success, last hour',
      text: success === null ? noFigure : formatPercent(success),
      ...toned(successTone(success)),
    },
    { name: 'settled', label: 'Settled today', text: formatCount(totals.settled_today) },
    { name: 'failed', label: 'Rejected, last hour', text: formatCount(totals.failed_last_1h) },
    { name: 'queue', label: 'Waiting to be written', text: formatCount(totals.queue_depth) },
    {
      name: 'review',
      label: 'In review now',
      text: formatCount(totals.compliance_review),
      ...toned(totals.compliance_review > 0 ? 'warn' : undefined),
    },
    { name: 'banks', label: 'Banks active, last hour', text: formatCount(totals.active_banks) },
  ]
}

function successTone(success: number | null): Figure['tone'] {
  if (success === null || success >= warnBelowPercent) {
    return undefined
  }
  return success < badBelowPercent ? 'bad' : 'warn'
}

function toned(tone: Figure['tone']): Pick<Figure, 'tone'> {
  return tone === undefined ? {} : { tone }
}
