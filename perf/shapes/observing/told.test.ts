import { expect, test } from 'vitest'
import { parsePrometheus } from '../../probes/prometheus-text.ts'
import { toldByMetrics } from './told-by-metrics.ts'
import { toldByPools } from './told-by-pools.ts'
import { toldByRealtime } from './told-by-realtime.ts'
import { waitShares } from './wait-shares.ts'

test('of a scrape what may leak, fill or wait is told, and what it lacks is not there', () => {
  const scrape = [
    'nodejs_heap_size_used_bytes 100',
    'nodejs_heap_space_size_used_bytes{space="old"} 60',
    'nodejs_heap_space_size_used_bytes{space="new"} 40',
    'postgres_pool{state="busy"} 3',
    'postgres_pool{state="idle"} 7',
    'clearing_violations_total{bank="A"} 2',
    'clearing_violations_total{bank="B"} 3',
    'liquidity_rebalances_total 4',
  ].join('\n')
  expect(toldByMetrics(parsePrometheus(scrape))).toEqual({
    heapUsedBytes: 100,
    heapOldBytes: 60,
    poolBusy: 3,
    clearingViolations: 5,
    liquidityRebalances: 4,
  })
})

test('of the gateway’s own figures the numbers are told, of its pools their share of the beginning', () => {
  expect(toldByRealtime({ tps: 3, success_rate: null, volume_24h: { USD: '1' } })).toEqual({
    'realtime tps': 3,
  })
  expect(toldByRealtime('no json')).toEqual({})
  const items = [{ currency: 'USD', percentOfInitial: 105.3 }, { currency: 'AED' }]
  expect(toldByPools({ items })).toEqual({ 'pool USD': expect.closeTo(1.053, 6) })
  expect(toldByPools({ detail: 'not found' })).toEqual({})
})

test('database sessions are told by the share of samples in which one was at something', () => {
  const at = (type: string, event: string) => [{ type, event, sessions: 1 }]
  const samples = [at('IO', 'WALSync'), at('LWLock', 'WALWrite'), at('CPU', ''), []]
  expect(waitShares([...samples, at('Lock', 'transactionid')])).toEqual({
    'database sessions': 0.8,
    'WAL flush': 0.4,
    'row locks': 0.2,
    'database IO': 0,
  })
  expect(waitShares([])).toEqual({})
})
