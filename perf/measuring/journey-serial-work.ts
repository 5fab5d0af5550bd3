import type { LoadShape } from '../load/load.ts'
import { JourneyLoads, type JourneyRunContext } from './journey-loads.ts'
import type { SerialWork } from './kind.ts'

const settleJourneys = 20

/** Not the run's: stored counters compare exactly only when every run counts the same journeys. */
const counterSeed = 1

/** One client, one journey after the other: batches of one, the same requests in every pass. */
export function journeySerialWork(context: JourneyRunContext): SerialWork {
  const loadsByDatabase = new Map<string, JourneyLoads>()
  return {
    settleOperations: settleJourneys,
    operations: context.scenario.counterJourneys,
    async run(station, journeys, overMs) {
      const known = loadsByDatabase.get(station.database)
      const loads = known ?? new JourneyLoads(context, counterSeed)
      loadsByDatabase.set(station.database, loads)
      await loads.run(station, shapeOf(journeys, overMs), { journeys })
    },
  }
}

/** One connection either way, so that no two journeys ever meet in one batch. */
function shapeOf(journeys: number, overMs: number): LoadShape {
  if (overMs === 0) return { kind: 'closed', connections: 1 }
  return { kind: 'open', connections: 1, journeysPerSecond: journeys / (overMs / 1_000) }
}
