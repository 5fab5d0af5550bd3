import { describe, expect, test } from 'vitest'
import { explain } from './explain.ts'
import {
  calls,
  changedIn,
  counter,
  findPage,
  pay,
  pgQuery,
  regressedWith,
  route,
  settle,
  statements,
  use,
  usualStatements,
  writev,
  service,
  why,
} from './testing.ts'

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
      `${exists} is new: it runs once per operation; 20 µs of Postgres per operation; 57.7 µs more of the system's CPU in the Postgres client`,
    )
    // What the title says, of the 600 µs that an operation costs in base.
    expect(causes[0]?.weight).toBeCloseTo((20 + 57.7) / 600, 2)
  })

  test('two statements that run more often share the client’s time by their calls', () => {
    const causes = why(
      {
        counters: [calls(exists, null, 1), calls(statements.byId, 1, 4)],
        evidence: {
          statements: [
            ...usualStatements.slice(0, 2),
            { statement: exists, base: null, head: use(1, 20) },
            { statement: statements.byId, base: use(1, 33), head: use(4, 133) },
          ],
        },
        stacks: [[[route, pay, pgQuery], 0, 82]],
      },
      service,
    )
    expect(
      causes.map(({ title, weight }) => [/[^;]* more of .*$/.exec(title)?.[0], weight]),
    ).toEqual([
      [" 59.9 µs more of the system's CPU in the Postgres client", 0.267],
      [" 20 µs more of the system's CPU in the Postgres client", 0.067],
    ])
  })

  test('a query in a loop whose passes came out apart is named where the total rose by it', () => {
    const poll = 'select id from job where status = $1 limit $2'
    const apart = {
      exact: false,
      verdict: { kind: 'inconclusive', detectableEffect: null },
    } as const
    const counters = (total: number) => [
      { ...calls(exists, 1, 51.005), ...apart },
      { ...calls(poll, 0.04, 0.05), ...apart },
      counter('sql.calls/total', 2, total, { role: 'gate' }),
    ]
    const titles = (total: number) =>
      why({ counters: counters(total) }, service).map(({ title }) => title)
    expect(titles(52).filter((title) => title.startsWith(exists))).toEqual([
      `${exists} runs 51 times per operation, 1 before`,
    ])
    expect(titles(52).filter((title) => title.startsWith(poll))).toEqual([])
    expect(titles(2).filter((title) => title.startsWith(exists))).toEqual([])
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
    expect(first?.title).toContain('is planned otherwise: index payment_pkey is gone; 388 µs')
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

  test('of two changed migrations none is named: either may have made what differs', () => {
    const gone = {
      kind: 'index' as const,
      table: 'entry',
      name: 'entry_payment',
      base: 'CREATE INDEX entry_payment ON entry USING btree (payment_id)',
      head: null,
    }
    const second = changedIn('system/migrations/0006-other.sql', 1)
    const [first] = why({ evidence: { schema: [gone] } }, [...migration, ...second])
    expect(first).toMatchObject({ kind: 'plan', place: null, touched: false })
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
    // A constant is on no stack, but the change has no other file; in which of its lines nobody
    // saw.
    const place = { file: 'system/modules/payments/statements.ts', line: 0 }
    const only = { touched: false, onlyChangedFile: true }
    expect(first).toMatchObject({ kind: 'statement', weight: 0.35, place, ...only })
    expect(first?.title).toContain(
      'was reworded: it does more; 520 µs of Postgres per operation, 310 µs before',
    )
    expect(first?.detail).toContain(`before:\n${statements.page}`)
  })

  test('a lost batch is a statement that runs more often under load, though in series it does not', () => {
    const split = { statement: statements.batch, base: use(0.12, 120), head: use(0.94, 580) }
    const [first] = why({ evidence: { statements: [split, ...usualStatements.slice(1)] } }, service)
    expect(first).toMatchObject({ kind: 'statement' })
    expect(first?.title).toBe(
      'with … insert into payment … insert into entry … runs 0.94 times per operation under load, 0.12 before: batches are smaller; 580 µs of Postgres per operation, 120 µs before',
    )
  })

  test('batches that shrink because the system got slower are no reason of their own', () => {
    const split = { statement: statements.batch, base: use(0.12, 120), head: use(0.31, 400) }
    const scenario = regressedWith({
      evidence: { statements: [split, ...usualStatements.slice(1)] },
    })
    const profiles = scenario.evidence?.profiles
    if (profiles !== undefined) profiles.operations = { base: 3_800, head: 1_090 }
    const causes = explain({ scenario, changedLines: service })
    expect(causes.filter(({ title }) => title.includes('batches are smaller'))).toEqual([])
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
