import { parsePrometheus, sumOf } from '../probes/prometheus-text.ts'
import type { InvariantResult } from '../result/document.ts'
import { finding } from './oracle.ts'

/** What clients saw of their orders, first and again. */
export interface ClientCounts {
  /** Answered with a payment, replays included. */
  readonly acknowledged: number
  /**
   * Answered with 503 or 429. Not the payments alone refuse: so does who guards the server's door.
   */
  readonly shed: number
  /** Requests without an answer, of which the system may have counted any. */
  readonly unanswered: number
  /** Answered otherwise; that a rejected order was repeated the system counts as a replay. */
  readonly unexpected: number
}

export type ServerCounts = Pick<ClientCounts, 'acknowledged' | 'shed'>

/** Each is told of in the topic. */
const recordedOutcomes = ['settled', 'queued', 'in-review']
const acknowledgedOutcomes = [...recordedOutcomes, 'replayed']

/** Of a scrape of the system's metrics. Transfers are the system's own: no client hears of them. */
export function serverCounts(metricsText: string): ServerCounts {
  const samples = parsePrometheus(metricsText)
  const ofClients = samples.filter(({ labels }) => labels.includes('kind="payment"'))
  return {
    acknowledged: countOf(ofClients, acknowledgedOutcomes),
    shed: countOf(ofClients, ['shed']),
  }
}

/** Payments and transfers that the system took, each once. Of a scrape of its metrics. */
export function paymentsRecorded(metricsText: string): number {
  return countOf(parsePrometheus(metricsText), recordedOutcomes)
}

function countOf(samples: ReturnType<typeof parsePrometheus>, outcomes: readonly string[]): number {
  return outcomes.reduce(
    (sum, name) => sum + (sumOf(samples, 'payments_total', `outcome="${name}"`) ?? 0),
    0,
  )
}

/** O-I7: both sides count the same, but for requests of which a client never heard. */
export function countsAgree(
  client: ClientCounts,
  before: ServerCounts,
  after: ServerCounts,
): InvariantResult {
  const { unanswered, unexpected } = client
  const ranges = {
    acknowledged: {
      least: client.acknowledged,
      most: client.acknowledged + unanswered + unexpected,
    },
    shed: { least: 0, most: client.shed + unanswered },
  }
  const wrong = (['acknowledged', 'shed'] as const).flatMap((name) => {
    const server = after[name] - before[name]
    const { least, most } = ranges[name]
    if (server >= least && server <= most) return []
    const others = `unanswered ${unanswered}, answered otherwise ${unexpected}`
    return [`${name}: clients ${client[name]} (${others}), server ${server}`]
  })
  return finding('counts-agree', 'clients and the system count the same (O-I7)', wrong)
}
