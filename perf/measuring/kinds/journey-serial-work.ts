import type { LoadShape } from '../../load/load.ts'
import { JourneyLoads, type JourneyRunContext } from './journey-loads.ts'
import type { SerialWork } from './kind.ts'
import { onceByDatabase } from './once-by-database.ts'

const settleJourneys = 20

/** Not the run's: stored counters compare exactly only when every run counts the same journeys. */
const counterSeed = 1

/** One client, one journey after the other: batches of one, the same requests in every pass. */
export function journeySerialWork(context: JourneyRunContext): SerialWork {
  const loadsOf = onceByDatabase(() => new JourneyLoads(context, counterSeed))
  return {
    settleOperations: settleJourneys,
    operations: context.scenario.counterJourneys,
    async run(station, journeys, overMs) {
      await loadsOf(station).run(station, shapeOf(journeys, overMs), { journeys })
    },
  }
}

/** One connection either way, so that no two journeys ever meet in one batch. */
function shapeOf(journeys: number, overMs: number): LoadShape {
  if (overMs === 0) return { kind: 'closed', connections: 1 }
  return { kind: 'open', connections: 1, journeysPerSecond: journeys / (overMs / 1_000) }
}
