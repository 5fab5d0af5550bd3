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

/**
 * @returns why it was rejected or is held: "insufficient funds", "velocity, sanctions", "banks open
 * 01-08 04:30"
 */
export function reasonText(payment: {
  readonly rejection?: string
  readonly status?: string
  readonly reviewReasons?: readonly string[]
  readonly releaseAt?: string
}): string {
  if (payment.status === 'queued' && payment.releaseAt !== undefined) {
    return `banks open ${payment.releaseAt.slice(5, 10)} ${payment.releaseAt.slice(11, 16)}`
  }
  const reasons = payment.rejection === undefined ? payment.reviewReasons : [payment.rejection]
  return (reasons ?? []).map((reason) => reason.replaceAll('-', ' ')).join(', ')
}
