import type { LoadFigures } from '../document.ts'
import type { Series } from './leak.ts'

/** What bounds the growth of what has no figure of its own. */
export interface Capacities {
  /** Of one Node process as it was started. */
  readonly heapBytes: number
  /** Of the machine. */
  readonly memoryBytes: number
}

/** How often a table may become larger for each of its rows before it counts as full of bloat. */
const bloatMost = 3
/** Rows that wait for Kafka or for a consumer: a minute's work of a busy gateway. */
const backlogMost = 100_000
/** The objective of a load (R3.32). */
const latencyMsMost = 150

/**
 * Everything that a soak watches, out of what was read while it went on; without points where
 * nothing was.
 */
export function soakSeries(
  load: Pick<LoadFigures, 'observations' | 'stretches'>,
  capacities: Capacities,
): Series[] {
  const read = (name: string) =>
    load.observations.flatMap(({ atMs, values }) => {
      const value = values[name]
      return value === undefined ? [] : [{ atMs, value }]
    })
  const last = (name: string) => read(name).at(-1)?.value
  const series = (name: string, of: string, more: Partial<Series>): Series => ({
    name,
    unit: 'bytes',
    points: read(of),
    capacity: undefined,
    mayFail: true,
    stretchBy: 'median',
    ...more,
  })
  const latency = (name: string, of: 'p50' | 'p99'): Series => ({
    name,
    unit: 'ms',
    points: load.stretches.flatMap(({ toMs, latencyMs }) =>
      latencyMs === null ? [] : [{ atMs: toMs, value: latencyMs[of] }],
    ),
    capacity: latencyMsMost,
    // Whoever else uses the machine moves it, and comes and goes.
    mayFail: false,
    stretchBy: 'median',
  })
  const bloat = (name: string, of: string) => {
    const first = read(of)[Math.floor(read(of).length / 5)]?.value
    const capacity = first === undefined ? undefined : first * bloatMost
    return series(name, of, { unit: 'bytes per row', capacity })
  }
  return [
    series('heap, after a collection', 'heapFloorBytes', { capacity: capacities.heapBytes }),
    series('external memory, after a collection', 'externalFloorBytes', {
      capacity: capacities.memoryBytes,
    }),
    series('resident memory', 'rssBytes', {
      capacity: capacities.memoryBytes,
      stretchBy: 'lowest',
    }),
    series('file descriptors', 'openFds', {
      unit: '',
      capacity: last('mostFds'),
      stretchBy: 'lowest',
    }),
    series('database connections', 'connections', { unit: '', capacity: last('mostConnections') }),
    bloat('table size', 'tableBytesPerRow'),
    bloat('index size', 'indexBytesPerRow'),
    series('outbox, not yet published', 'outboxWaiting', {
      unit: 'rows',
      capacity: backlogMost,
      stretchBy: 'lowest',
    }),
    series('consumer lag', 'consumerLag', {
      unit: 'messages',
      capacity: backlogMost,
      stretchBy: 'lowest',
    }),
    latency('latency p50', 'p50'),
    latency('latency p99', 'p99'),
  ]
}
