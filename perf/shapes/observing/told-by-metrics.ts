import { type PrometheusSample, sumOf } from '../../probes/prometheus-text.ts'

/**
 * What is read out of a scrape: a metric, the label that it must have, and the name that it goes by
 * here.
 */
interface Told {
  readonly name: string
  readonly metric: string | RegExp
  readonly label?: string
}

/**
 * Memory by what can leak apart, what may run full, and what waits. Old space alone: the young one
 * is noise.
 */
const told: readonly Told[] = [
  { name: 'heapUsedBytes', metric: 'nodejs_heap_size_used_bytes' },
  { name: 'heapOldBytes', metric: 'nodejs_heap_space_size_used_bytes', label: 'space="old"' },
  {
    name: 'heapLargeBytes',
    metric: 'nodejs_heap_space_size_used_bytes',
    label: 'space="large_object"',
  },
  { name: 'externalBytes', metric: 'nodejs_external_memory_bytes' },
  { name: 'rssBytes', metric: 'process_resident_memory_bytes' },
  { name: 'openFds', metric: 'process_open_fds' },
  { name: 'mostFds', metric: 'process_max_fds' },
  { name: 'majorCollections', metric: 'nodejs_gc_duration_seconds_count', label: 'kind="major"' },
  { name: 'poolBusy', metric: 'postgres_pool', label: 'state="busy"' },
  { name: 'poolWaiting', metric: 'postgres_pool', label: 'state="waiting"' },
  { name: 'poolMost', metric: 'postgres_pool_max' },
  { name: 'queued', metric: 'payment_orders', label: 'state="queued"' },
  { name: 'outboxWaiting', metric: 'outbox_waiting_rows' },
  { name: 'consumerLag', metric: 'kafka_consumer_lag_messages' },
]

/** Names by what they count, whatever the module that owns them calls them. */
const business: readonly Told[] = [
  { name: 'clearingViolations', metric: /violations_total$/ },
  { name: 'liquidityRebalances', metric: /rebalances_total$/ },
]

export function toldByMetrics(samples: readonly PrometheusSample[]): Record<string, number> {
  const values: Record<string, number> = {}
  for (const { name, metric, label } of [...told, ...business]) {
    const sum = sumOf(samples, metric, label)
    if (sum !== undefined) values[name] = sum
  }
  return values
}
