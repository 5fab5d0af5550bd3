import type { Waits } from '../result/evidence.ts'
import { insertPayments, selectBalances } from './fixture-scenarios.ts'

/** What the arms of the explained example run waited for: head sends a query per order. */
export const selectLimit =
  'SELECT used_minor FROM daily_limits WHERE tenant_id = $1 AND account_id = $2 AND day = $3'

export const calmWaits: Waits = {
  eventLoopDelayMsP50: 1.12,
  eventLoopDelayMsP99: 4.6,
  eventLoopDelayMsMax: 12.4,
  gcUsPerOp: 1.31,
  gcPauseMsMax: 3.8,
  postgres: [{ event: 'LWLock/WALWrite', statement: insertPayments, samples: 41 }],
  resources: [
    { name: 'event loop', utilisation: 0.71 },
    { name: 'machine CPU', utilisation: 0.66 },
    { name: 'Postgres CPU', utilisation: 0.52 },
    { name: 'busiest Postgres process', utilisation: 0.48 },
    { name: 'disk', utilisation: 0.31 },
    { name: 'database pool', utilisation: 0.24 },
    { name: 'Kafka CPU', utilisation: 0.12 },
  ],
  queues: [{ name: 'payment_queue_length waiting', mean: 6.2 }],
}

export const busyWaits: Waits = {
  eventLoopDelayMsP50: 1.31,
  eventLoopDelayMsP99: 9.8,
  eventLoopDelayMsMax: 34.1,
  gcUsPerOp: 1.72,
  gcPauseMsMax: 4.1,
  postgres: [
    { event: 'LWLock/WALWrite', statement: insertPayments, samples: 44 },
    { event: 'Client/ClientRead', statement: selectLimit, samples: 27 },
    { event: 'Lock/transactionid', statement: selectBalances, samples: 9 },
  ],
  resources: [
    { name: 'database pool', utilisation: 0.96 },
    { name: 'event loop', utilisation: 0.83 },
    { name: 'machine CPU', utilisation: 0.74 },
    { name: 'Postgres CPU', utilisation: 0.69 },
    { name: 'busiest Postgres process', utilisation: 0.55 },
    { name: 'disk', utilisation: 0.33 },
    { name: 'Kafka CPU', utilisation: 0.12 },
  ],
  queues: [
    { name: 'payment_queue_length waiting', mean: 48.7 },
    { name: 'postgres_pool waiting', mean: 3.1 },
  ],
  blocks: [
    {
      place: {
        function: '#loadMissing',
        file: 'system/modules/payments/settlement.ts',
        line: 106,
        lastLine: 131,
      },
      ms: 31.2,
    },
  ],
}
