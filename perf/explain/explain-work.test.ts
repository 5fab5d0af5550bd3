import { describe, expect, test } from 'vitest'
import type { ChangedLines } from '../result/evidence.ts'
import { explain } from './explain.ts'
import {
  calls,
  changedIn,
  counter,
  findPage,
  handle,
  kafkaProduce,
  pay,
  pgQuery,
  place,
  type Planted,
  redisExec,
  regressedWith,
  route,
  send,
  settle,
  statements,
  use,
  usualStatements,
  writev,
} from './testing.ts'

const why = (planted: Planted, changedLines: ChangedLines) =>
  explain({ scenario: regressedWith(planted), changedLines })

const service = changedIn(pay.file, 52, 55)
const migration = changedIn('system/migrations/0005-change.sql', 1, 2)

describe('Postgres', () => {
  const exists = 'select exists (select $3 from payment where tenant = $1 and id = $2) as found'

  test('an extra query leads the client code that sends it', () => {
    const planted = {
      counters: [calls(exists, null, 1)],
      evidence: {
        statements: [{ statement: exists, base: null, head: use(1, 20) }, ...usualStatements],
      },
      stacks: [[[route, pay, pgQuery, writev], 0, 60]],
    } as const
    const causes = why(
      { ...planted, evidence: { statements: [...planted.evidence.statements] } },
      service,
    )
    expect(causes).toHaveLength(1)
    expect(causes[0]).toMatchObject({ kind: 'statement', place: pay, touched: true })
    expect(causes[0]?.title).toBe(
      `${exists} is new: it runs once per operation; 20 us of Postgres per operation`,
    )
    expect(causes[0]?.weight).toBeGreaterThan(0.1)
  })

  test('an N+1 is the statement that runs once per row', () => {
    const ids = 'select id from payment where tenant = $1 order by id desc limit $2 offset $3'
    const stacks = [[[findPage, pgQuery], 0, 900]] as const
    const [first] = why(
      {
        counters: [
          calls(statements.byId, 1, 22),
          calls(ids, null, 1),
          calls(statements.page, 1, 0),
        ],
        stacks,
      },
      changedIn(findPage.file, 116, 124),
    )
    expect(first).toMatchObject({ kind: 'statement', place: findPage, touched: true })
    expect(first?.title).toContain('runs 22 times per operation, 1 before')
  })

  test('a dropped index is a changed plan, with both plans and the migration', () => {
    const definition = 'CREATE UNIQUE INDEX payment_pkey ON payment USING btree (tenant, id)'
    const plan = {
      statement: statements.byId,
      base: 'Index Scan using payment_pkey on payment',
      head: 'Seq Scan on payment',
      changed: true,
    }
    const slow = { statement: statements.byId, base: use(1, 33), head: use(1, 388) }
    const gone = {
      kind: 'index' as const,
      table: 'payment',
      name: 'payment_pkey',
      base: definition,
      head: null,
    }
    const [first] = why(
      {
        evidence: {
          plans: [plan],
          schema: [gone],
          statements: [slow, ...usualStatements.slice(0, 2)],
        },
      },
      migration,
    )
    expect(first).toMatchObject({
      kind: 'plan',
      touched: true,
      place: { file: migration[0]?.file },
    })
    expect(first?.title).toContain('is planned otherwise: index payment_pkey is gone; 388 us')
    expect(first?.detail).toContain(plan.base)
    expect(first?.detail).toContain(plan.head)
  })

  test('an extra index is the writes that keep it up', () => {
    const definition = 'CREATE INDEX entry_account ON entry USING btree (account_id)'
    const made = {
      kind: 'index' as const,
      table: 'entry',
      name: 'entry_account',
      base: null,
      head: definition,
    }
    const [first] = why({ evidence: { schema: [made] } }, migration)
    expect(first).toMatchObject({ kind: 'statement', touched: true })
    expect(first?.title).toContain('index entry_account of entry is new')
    expect(first?.detail).toContain('insert into entry')
  })

  test('a wider row is the statement that was reworded', () => {
    const wider = statements.page.replace('select ', 'select to_jsonb(payment) as whole, ')
    const [first] = why(
      {
        counters: [calls(statements.page, 1, 0), calls(wider, null, 1)],
        evidence: {
          statements: [
            { statement: statements.page, base: use(1, 310, 21), head: null },
            { statement: wider, base: null, head: use(1, 520, 21) },
          ],
        },
      },
      changedIn('system/modules/payments/statements.ts', 86, 87),
    )
    expect(first).toMatchObject({ kind: 'statement', weight: 0.35 })
    expect(first?.title).toContain(
      'was reworded: it does more; 520 us of Postgres per operation, 310 us before',
    )
    expect(first?.detail).toContain(`before:\n${statements.page}`)
  })

  test('a lost batch is a statement that runs more often under load, though in series it does not', () => {
    const split = { statement: statements.batch, base: use(0.12, 120), head: use(0.94, 580) }
    const [first] = why({ evidence: { statements: [split, ...usualStatements.slice(1)] } }, service)
    expect(first).toMatchObject({ kind: 'statement' })
    expect(first?.title).toBe(
      'with … insert into payment … insert into entry … runs 0.94 times per operation under load, 0.12 before: batches are smaller; 580 us of Postgres per operation, 120 us before',
    )
  })

  test('a cache that is never hit is the statement that it saved', () => {
    const accounts =
      'select tenant, id from account join unnest($1) as wanted(number) using (number)'
    const [first] = why(
      { counters: [calls(accounts, null, 1)], stacks: [[[settle, pgQuery], 0, 30]] },
      changedIn(settle.file, 66, 67),
    )
    expect(first).toMatchObject({ kind: 'statement', place: settle, touched: true })
    expect(first?.title).toContain('from account')
  })

  test('a lock that sessions wait for is named with its statement', () => {
    const postgres = [
      { event: 'Lock/transactionid', statement: 'update totals set n = n + $1', samples: 210 },
    ]
    const [first] = why({ head: { postgres } }, service)
    expect(first).toMatchObject({ kind: 'lock' })
    expect(first?.title).toContain('update totals set n = n + $1 waits for Lock/transactionid')
  })
})

describe('services and the disk', () => {
  test('an extra message leads, with the Kafka client’s time told with it', () => {
    const [first, ...rest] = why(
      {
        counters: [
          counter('kafka.messages/.payments.recorded', 1, 2),
          counter('redis.commands/eval', 1, 1),
        ],
        stacks: [[[send, kafkaProduce], 0, 30]],
      },
      changedIn(send.file, 50),
    )
    expect(first).toMatchObject({ kind: 'kafka', place: send, touched: true })
    expect(first?.title).toBe(
      'Kafka topic payments.recorded gets a message 2 times per operation, 1 before',
    )
    expect(rest).toEqual([])
  })

  test('waiting for Kafka in a loop is the Kafka client in the touched function', () => {
    const [first] = why(
      { stacks: [[[settle, send, kafkaProduce], 0, 120]] },
      changedIn(settle.file, 70, 73),
    )
    expect(first).toMatchObject({ kind: 'kafka', place: settle, touched: true })
    expect(first?.title).toContain('in the Kafka client')
  })

  test('a slower consumer is what it asks Redis for', () => {
    const [first] = why(
      {
        counters: [counter('redis.commands/hgetall', null, 4)],
        stacks: [[[handle, redisExec], 0, 70]],
      },
      changedIn(handle.file, 71, 80),
    )
    expect(first).toMatchObject({ kind: 'redis', place: handle, touched: true })
    expect(first?.title).toBe('Redis is asked HGETALL 4 times per operation, never before')
  })

  test('a call to another service is named by its host and route', () => {
    const [first] = why(
      { counters: [counter('http.calls/GET rates.example/v1/rates', null, 1)] },
      service,
    )
    expect(first).toMatchObject({ kind: 'http' })
    expect(first?.title).toContain('GET rates.example/v1/rates is called once per operation')
  })

  test('a doubled body leads the code that writes it', () => {
    const stringify = place('stringify', '', 0)
    const [first] = why(
      {
        counters: [counter('http.response-bytes/GET /api/v1/payments', 6_000, 12_100)],
        stacks: [[[route, stringify], 0, 40]],
      },
      changedIn(route.file, 42),
    )
    expect(first).toMatchObject({ kind: 'response', place: route, touched: true })
    expect(first?.title).toBe(
      'the answer of GET /api/v1/payments has 12.1 kB per operation, 6 kB before',
    )
  })

  test('a synchronous write is the disk, in the function that waits for it', () => {
    const writeSync = place('writeSync', 'node:fs', 900)
    const [first] = why({ stacks: [[[route, pay, writeSync], 0, 18]] }, service)
    expect(first).toMatchObject({ kind: 'disk', place: pay, touched: true })
    expect(first?.title).toContain('in synchronous calls to the disk')
  })
})
