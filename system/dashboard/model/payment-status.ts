/** How the page speaks of a payment's status; a status of a later release is shown as it is. */
const words: Readonly<Record<string, string>> = {
  settled: 'Settled',
  rejected: 'Rejected',
  queued: 'Waiting for window',
  'in-review': 'In review',
}

const tones: Readonly<Record<string, string>> = {
  settled: 'good',
  rejected: 'bad',
  queued: 'plain',
  'in-review': 'warn',
}

export function statusWord(status: string): string {
  return words[status] ?? status
}

export function statusTone(status: string): string {
  return tones[status] ?? 'plain'
}

/** @returns e.g. "insufficient funds", "amount, sanctions" */
export function reasonText(payment: {
  readonly rejection?: string
  readonly reviewReasons?: readonly string[]
}): string {
  const reasons = payment.rejection === undefined ? payment.reviewReasons : [payment.rejection]
  return (reasons ?? []).map((reason) => reason.replaceAll('-', ' ')).join(', ')
}
