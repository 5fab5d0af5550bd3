import type { CounterPass } from '../verdict/recording.ts'
import { countPasses } from './counter-passes.ts'
import { JourneyLoads, type JourneyRunContext } from './journey-loads.ts'

const settleJourneys = 20

/** One client, one journey after the other: batches of one, the same requests in every pass. */
export function measureJourneyCounters(context: JourneyRunContext): Promise<CounterPass[]> {
  const { bench, scenario } = context
  const loadsByDatabase = new Map<string, JourneyLoads>()
  const shape = { kind: 'closed', connections: 1 } as const
  return countPasses(bench, scenario.name, {
    settleOperations: settleJourneys,
    halfOperations: Math.ceil(scenario.counterJourneys / 2),
    async run(station, journeys) {
      const known = loadsByDatabase.get(station.database)
      const loads = known ?? new JourneyLoads(context, bench.session.seed)
      loadsByDatabase.set(station.database, loads)
      await loads.run(station, shape, { journeys })
    },
  })
}
