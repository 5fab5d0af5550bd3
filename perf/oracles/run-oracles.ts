import type { InvariantResult } from '../result/document.ts'
import { type ClientCounts, countsAgree, type ServerCounts, serverCounts } from './counts.ts'
import {
  echoedIsStored,
  firstUsesAgree,
  isRecorded,
  keysStandForOneOrder,
  payProbes,
  type Probe,
  replaysAreAnswered,
} from './idempotency.ts'
import { type OracleContext, readMetrics } from './oracle.ts'
import { topicHoldsPayments } from './topic.ts'
import { totalsAreTrue } from './totals.ts'

const probeCount = 100

/** What else is known of the system's clients. */
export interface OracleClients {
  /** Probes that were paid before the system was started again; they are replayed, too. */
  readonly earlier?: readonly Probe[]
  /** What everybody was told since the system began: then all that it has counted must be that. */
  readonly loaded?: ClientCounts
}

/**
 * All that asks a running system, after a load. It makes payments of its own, and compares what it
 * was told with what is stored, published and shown; so the queries of the invariants come after
 * it, not before.
 */
export async function runOracles(
  context: OracleContext,
  { earlier = [], loaded }: OracleClients = {},
): Promise<readonly InvariantResult[]> {
  await context.quiesce()
  const before = loaded === undefined ? await countedFor(context) : nothingCounted
  const probes = await payProbes(context, probeCount)
  const echoed = await echoedIsStored(context, probes)
  const replayed = await replaysAreAnswered(context, [...earlier, ...probes])
  const told = loaded ?? nobody
  const acknowledged = told.acknowledged + acknowledgedOf(earlier) + acknowledgedOf(probes) * 2
  const counted = countsAgree({ ...told, acknowledged }, before, await countedFor(context))
  const reused = await keysStandForOneOrder(context, probes)
  const first = await firstUsesAgree(context)
  await context.quiesce()
  const published = [await topicHoldsPayments(context), await totalsAreTrue(context)]
  return [echoed, replayed, reused, first, counted, ...published]
}

const nobody: ClientCounts = { acknowledged: 0, shed: 0, unanswered: 0, unexpected: 0 }
const nothingCounted: ServerCounts = { acknowledged: 0, shed: 0 }

const countedFor = async (context: OracleContext): Promise<ServerCounts> =>
  serverCounts(await readMetrics(context))

function acknowledgedOf(probes: readonly Probe[]): number {
  return probes.filter(({ answer }) => isRecorded(answer)).length
}
