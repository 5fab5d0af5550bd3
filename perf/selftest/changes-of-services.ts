import {
  paymentsRun,
  type PlantedChange,
  postgresTime,
  reconciliationRun,
  systemTime,
} from './planted-change.ts'

/** What is asked of Postgres, Redis, Kafka and the disk. */
const postgresWork = ['instructions.postgres', 'sql.blocks', ...postgresTime]
const systemWork = ['execution', 'instructions.system', 'memory.allocated', 'cpuUsPerOpSystem']
const walWritten = ['wal.records', 'wal.bytes']

const ofPostgres: readonly PlantedChange[] = [
  {
    name: 'extra-query',
    plants: 'a query whether the payment is there, before the one that reads it',
    harmful: true,
    scenarios: paymentsRun,
    gates: ['sql.calls', 'sql.rows', ...postgresWork, ...systemWork, 'io.writes', 'io.reads'],
    causes: [{ kinds: ['statement'], names: /as found from payment/i }],
    quick: true,
  },
  {
    name: 'n-plus-one',
    plants: 'a page of payments whose creditors are looked up one by one',
    harmful: true,
    scenarios: paymentsRun,
    gates: ['sql.calls', 'sql.rows', ...postgresWork, ...systemWork, 'io.writes', 'io.reads'],
    causes: [{ kinds: ['statement'], names: /select number from account/i }],
  },
  {
    name: 'dropped-index',
    plants: 'a migration that drops the index by which a payment is found by its id',
    harmful: true,
    scenarios: paymentsRun,
    gates: ['cpuUsPerOpPostgres', ...postgresWork, 'cpuUsPerOpSystem', ...walWritten],
    causes: [{ kinds: ['plan'], names: /payment_pkey|seq scan on payment/i }],
  },
  {
    name: 'extra-index',
    plants: 'a migration that adds an index to the table of entries',
    harmful: true,
    scenarios: paymentsRun,
    gates: ['instructions.postgres', ...walWritten, ...postgresWork],
    causes: [{ kinds: ['statement', 'plan'], names: /entry_account|insert into entry/i }],
  },
  {
    name: 'wider-row',
    plants: 'a page of payments read with all three rows as JSON that nobody looks at',
    harmful: true,
    scenarios: paymentsRun,
    gates: ['cpuUsPerOpPostgres', ...postgresWork, ...systemWork, 'io.reads'],
    causes: [{ kinds: ['statement', 'plan'], names: /to_jsonb/i }],
  },
  {
    name: 'cache-never-hit',
    plants: 'accounts forgotten after each batch, so that the next one reads its own anew',
    harmful: true,
    scenarios: paymentsRun,
    gates: ['sql.calls', 'sql.rows', ...postgresWork, ...systemWork, 'io.writes', 'io.reads'],
    causes: [{ kinds: ['statement'], names: /from account/i }],
  },
  {
    name: 'lost-batch',
    plants: 'each payment of a batch committed by itself, one after the other',
    harmful: true,
    scenarios: paymentsRun,
    gates: ['throughputPerSecond', 'cpuUsPerOpPostgres', ...postgresWork, ...systemWork],
    causes: [
      { kinds: ['statement'], names: /insert into payment/i },
      { kinds: ['execution', 'function'], names: /service\.ts/ },
    ],
  },
  {
    name: 'batch-of-one',
    plants: 'a reconciliation that pays invoice by invoice, not twenty at a time',
    harmful: true,
    scenarios: reconciliationRun,
    gates: [
      'sql.calls',
      'redis.commands',
      'durationMs',
      ...postgresWork,
      ...systemWork,
      ...walWritten,
      'io.writes',
      'io.reads',
    ],
    causes: [
      { kinds: ['statement'], names: /reconciliation_entry/i },
      { kinds: ['redis'], names: /publish/i },
    ],
  },
]

const ofOthers: readonly PlantedChange[] = [
  {
    name: 'synchronous-disk-write',
    plants: 'a page of 256 kB written to a file, synchronously, for each payment',
    harmful: true,
    scenarios: paymentsRun,
    gates: [...systemTime, 'io.writes', 'execution', 'instructions.system', 'memory.allocated'],
    causes: [
      {
        kinds: ['disk', 'function', 'execution', 'event-loop'],
        names: /audit-file\.ts|routes\.ts/,
      },
    ],
  },
  {
    name: 'kafka-await-loop',
    plants: 'a loop that waits for Kafka row by row before the payers are answered',
    harmful: true,
    scenarios: paymentsRun,
    gates: [
      'latencyMsP50',
      ...systemTime,
      'cpuUsPerOpPostgres',
      'execution',
      'instructions.system',
    ],
    causes: [{ kinds: ['kafka', 'execution', 'function'], names: /relay\.ts|settlement\.ts/ }],
  },
  {
    name: 'extra-kafka-message',
    plants: 'each event sent to Kafka twice',
    harmful: true,
    scenarios: paymentsRun,
    gates: ['kafka.messages', 'kafka.bytes', 'redis.commands', ...systemWork],
    causes: [{ kinds: ['kafka'], names: /payments\.recorded/ }],
  },
  {
    name: 'slower-consumer',
    plants: 'a consumer that takes messages one by one and reads all totals back after each',
    harmful: true,
    scenarios: paymentsRun,
    gates: ['redis.commands', ...systemWork, ...systemTime],
    causes: [
      { kinds: ['redis'], names: /hgetall/i },
      { kinds: ['function', 'execution'], names: /projection\.ts/ },
    ],
  },
]

export const changesOfServices: readonly PlantedChange[] = [...ofPostgres, ...ofOthers]
