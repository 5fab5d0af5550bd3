import type { Cause, ScenarioEvidence, StatementPlan } from '../result/evidence.ts'
import { clientWords } from '../explain/clients.ts'
import { counterOf } from './fixture-builders.ts'
import { flameOf, functionsOf } from './fixture-flame.ts'
import { insertPayments, selectBalances } from './fixture-scenarios.ts'
import { busyWaits, calmWaits, selectLimit } from './fixture-waits.ts'

/**
 * What was seen inside the arms of the explained example run: a query per order, and an index that
 * is gone.
 */
const counted = { unit: 'instructions', exact: false, role: 'gate', tolerance: 0.0042 } as const

export const instructionCounters = [
  counterOf(
    'instructions.system/total',
    { base: 412_351.7, head: 447_778.3 },
    { ...counted, title: 'instructions, system', detail: null },
  ),
  counterOf(
    'instructions.postgres/total',
    { base: 318_220, head: 318_611 },
    {
      ...counted,
      title: 'instructions, Postgres',
      detail: null,
      verdict: { kind: 'equivalent', upperBound: 0.0054 },
    },
  ),
]

const settlement = 'system/modules/payments/settlement.ts'
const service = 'system/modules/payments/service.ts'

const flame = flameOf()

export const paymentsEvidence: ScenarioEvidence = {
  execution: [
    {
      place: { function: '#loadMissing', file: settlement, line: 109 },
      kind: 'block',
      source: 'for (const order of orders) {',
      base: 0.02,
      head: 1,
    },
    {
      place: { function: 'auditLine', file: service, line: 71, lastLine: 76 },
      kind: 'function',
      source: 'function auditLine(order: PaymentOrder): string {',
      base: null,
      head: 1,
    },
    {
      place: { function: 'accountKey', file: 'system/modules/payments/tenant-map.ts', line: 14 },
      kind: 'function',
      source: 'export function accountKey(tenant: string, account: string): string {',
      base: 2,
      head: null,
    },
  ],
  instructions: {
    kind: 'counted',
    tools: 'valgrind-3.19.0 node-26.10.0 postgres-18.4',
    readings: [
      {
        process: 'system',
        base: [412_310, 412_455, 412_290],
        head: [447_820, 447_610, 447_905],
        functions: [
          {
            place: { function: 'Builtins_StringAdd_CheckNone', file: '', line: 0 },
            base: 8_120,
            head: 14_390,
          },
          {
            place: { function: 'v8::internal::Scavenger::Process', file: '', line: 0 },
            base: 21_400,
            head: 25_980,
          },
        ],
      },
      {
        process: 'postgres',
        base: [318_200, 318_240],
        head: [318_590, 318_632],
        functions: [
          {
            place: { function: 'hash_search_with_hash_value', file: '', line: 0 },
            base: 14_100,
            head: 14_370,
          },
          { place: { function: '_bt_compare', file: '', line: 0 }, base: 9_300, head: 9_450 },
        ],
      },
    ],
  },
  profiles: {
    operations: { base: 28_410, head: 25_120 },
    samplingUs: 200,
    functions: functionsOf(flame),
    flame,
  },
  statements: [
    {
      statement: insertPayments,
      base: { calls: 0.02, rows: 1, us: 18.4 },
      head: { calls: 0.02, rows: 1, us: 18.7 },
    },
    {
      statement: selectBalances,
      base: { calls: 0.02, rows: 2, us: 6.1 },
      head: { calls: 0.02, rows: 3, us: 6.9 },
    },
    { statement: selectLimit, base: null, head: { calls: 1, rows: 1, us: 9.8 } },
  ],
  retained: [
    {
      place: { function: 'auditLine', file: service, line: 71, lastLine: 76 },
      base: null,
      head: 212,
    },
  ],
  waits: { base: calmWaits, head: busyWaits },
}

export const paymentsCauses: Cause[] = [
  {
    kind: 'statement',
    title: `${selectLimit} is new: it runs once per operation; 9.8 µs of Postgres per operation${clientWords('postgres', 4.3)}`,
    detail: selectLimit,
    place: { function: '#loadMissing', file: settlement, line: 106, lastLine: 131 },
    touched: true,
    weight: 0.18,
  },
  {
    kind: 'function',
    title: `#loadMissing (${settlement}:106) takes 5.4 µs of CPU per operation, 2.9 µs before; the loop runs once per operation, 0.02 times before`,
    detail: 'for (const order of orders) {',
    place: { function: '#loadMissing', file: settlement, line: 106, lastLine: 131 },
    touched: true,
    weight: 0.07,
  },
  {
    kind: 'function',
    title: `auditLine (${service}:71) takes 0.88 µs of CPU per operation, 0 µs before`,
    detail: null,
    place: { function: 'auditLine', file: service, line: 71, lastLine: 76 },
    touched: true,
    weight: 0.024,
  },
  {
    kind: 'resource',
    title: 'database pool is 96 % busy, 24 % before: it is the limit now',
    detail: null,
    place: null,
    touched: false,
    weight: null,
  },
  {
    kind: 'garbage-collection',
    title: 'garbage collection takes 1.72 µs per operation, 1.31 µs before',
    detail: 'longest pause: 4.1 ms, 3.8 ms before',
    place: null,
    touched: false,
    weight: 0.011,
  },
]

export const updateInvoices =
  'UPDATE invoices SET status = $1, settled_at = now() WHERE id = ANY($2::uuid[]) AND status = $3'

const invoicePlan: StatementPlan = {
  statement: updateInvoices,
  base: [
    'Update on invoices',
    '  ->  Bitmap Heap Scan on invoices',
    '        Recheck Cond: (id = ANY ($2))',
    '        Filter: (status = $3)',
    '        ->  Bitmap Index Scan on invoices_pkey',
    '              Index Cond: (id = ANY ($2))',
  ].join('\n'),
  head: [
    'Update on invoices',
    '  ->  Hash Semi Join',
    '        Hash Cond: (invoices.id = ids.id)',
    '        ->  Seq Scan on invoices',
    '              Filter: (status = $3)',
    '        ->  Hash',
    '              ->  Function Scan on unnest ids',
  ].join('\n'),
  changed: true,
}

export const reconciliationEvidence: ScenarioEvidence = {
  instructions: { kind: 'skipped', reason: 'valgrind is not installed on this machine' },
  statements: [
    {
      statement: updateInvoices,
      base: { calls: 2, rows: 1000, us: 41_800 },
      head: { calls: 2, rows: 1000, us: 66_300 },
    },
  ],
  schema: [
    {
      kind: 'index',
      table: 'invoices',
      name: 'invoices_pkey',
      base: 'CREATE UNIQUE INDEX invoices_pkey ON invoices USING btree (id)',
      head: null,
    },
  ],
  plans: [invoicePlan],
}

export const reconciliationCauses: Cause[] = [
  {
    kind: 'plan',
    title:
      'UPDATE invoices SET status = $1, settled_at = now() WHERE id = ANY($2::uuid[]) AND status = $3 is planned otherwise: index invoices_pkey is gone; 66.3 ms of Postgres per operation, 41.8 ms before',
    detail: `plan before:\n${invoicePlan.base}\n\nplan now:\n${invoicePlan.head}\n\n${updateInvoices}`,
    place: { function: '', file: 'system/migrations/0009-invoices.sql', line: 3 },
    touched: true,
    weight: 0.31,
  },
]
