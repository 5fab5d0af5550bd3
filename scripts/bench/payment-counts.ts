import { parsePrometheus, sumOf } from '../../perf/probes/prometheus-text.ts'
import { expectStatus, type TargetClient } from '../../perf/target/client.ts'
import { target } from '../../perf/target/contract.ts'

/**
 * What the system says of itself: the other side of the generator's count. Its own transfers are
 * among them: an older tree, which is compared with this one, does not tell them apart.
 */
export interface PaymentCounts {
  /** Payments that the system answered with success, first answers and replays. */
  readonly accepted: number
  readonly rejected: number
  readonly shed: number
  readonly batches: number
  /** Payments that went through a batch; replays of settled payments may do so as well. */
  readonly batched: number
}

export async function readPaymentCounts(client: TargetClient): Promise<PaymentCounts> {
  const answer = await client.get(target.healthPath.metrics)
  return countsOf(String(expectStatus('metrics', answer, 200)))
}

/** `text` is a scrape; a metric that it lacks is zero: nothing has been counted yet. */
export function countsOf(text: string): PaymentCounts {
  const samples = parsePrometheus(text)
  const outcome = (name: string) => sumOf(samples, 'payments_total', `outcome="${name}"`) ?? 0
  return {
    accepted: outcome('settled') + outcome('replayed'),
    rejected: outcome('rejected'),
    shed: outcome('shed'),
    batches: sumOf(samples, 'payment_batch_size_count') ?? 0,
    batched: sumOf(samples, 'payment_batch_size_sum') ?? 0,
  }
}

export function countsBetween(before: PaymentCounts, after: PaymentCounts): PaymentCounts {
  return {
    accepted: after.accepted - before.accepted,
    rejected: after.rejected - before.rejected,
    shed: after.shed - before.shed,
    batches: after.batches - before.batches,
    batched: after.batched - before.batched,
  }
}
