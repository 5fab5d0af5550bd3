import type { InvariantResult } from '../result/document.ts'
import { countsAgree, serverCounts } from './counts.ts'
import {
  echoedIsStored,
  firstUsesAgree,
  keysStandForOneOrder,
  payProbes,
  type Probe,
  replaysAreAnswered,
} from './idempotency.ts'
import { type OracleContext, readMetrics } from './oracle.ts'
import { topicHoldsPayments } from './topic.ts'
import { totalsAreTrue } from './totals.ts'

const probeCount = 100

/**
 * All that asks a running system, after a load. It makes payments of its own, and compares what it was told
 * with what is stored, published and shown; so the queries of the invariants come after it, not before.
 * @param earlier probes that were paid before the system was started again; they are replayed, too
 */
export async function runOracles(
  context: OracleContext,
  earlier: readonly Probe[] = [],
): Promise<readonly InvariantResult[]> {
  await context.quiesce()
  const before = serverCounts(await readMetrics(context))
  const probes = await payProbes(context, probeCount)
  const echoed = await echoedIsStored(context, probes)
  const replayed = await replaysAreAnswered(context, [...earlier, ...probes])
  const after = serverCounts(await readMetrics(context))
  const counted = countsAgree(
    {
      acknowledged: acknowledgedOf(earlier) + acknowledgedOf(probes) * 2,
      shed: 0,
      unanswered: 0,
    },
    before,
    after,
  )
  const reused = await keysStandForOneOrder(context, probes)
  const first = await firstUsesAgree(context)
  await context.quiesce()
  const published = [await topicHoldsPayments(context), await totalsAreTrue(context)]
  return [echoed, replayed, reused, first, counted, ...published]
}

function acknowledgedOf(probes: readonly Probe[]): number {
  return probes.filter(({ answer }) => answer.status === 201 || answer.status === 202).length
}
