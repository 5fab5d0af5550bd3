import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:http'
import { text } from 'node:stream/consumers'
import { beforeAll, describe, expect, test } from 'vitest'
import { expectProblem } from '../../testing/expectations.ts'
import { runningSystem } from '../../testing/running-system.ts'
import { credentials, everyBankOpen } from '../../testing/system-process.ts'

const system = runningSystem()
const path = '/api/v1/export/payments'
const year = 'date_from=2001-01-01&date_to=2001-12-31'
const manyRows = 200_000
const today = everyBankOpen.slice(0, 10)

/** RFC 4180. */
function parseCsv(csv: string): string[][] {
  const fields = csv.matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/g)
  const rows: string[][] = [[]]
  for (const [, field = '', end = ''] of fields) {
    rows.at(-1)?.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field)
    if (end !== ',' && end !== '') rows.push([])
    if (end === '') break
  }
  return rows.filter((row) => row.length > 1)
}

/** Rows as objects by the names in the first line. */
async function exported(query: string): Promise<Record<string, string>[]> {
  const answer = await system.request(`${path}?${query}`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/csv; charset=utf-8',
  ])
  const [names = [], ...rows] = parseCsv(answer.text)
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? ''])))
}

const order = (rest: object) => ({
  debtorAccount: 'ACC-000001',
  creditorAccount: 'ACC-000002',
  amountMinor: 100,
  currency: 'USD',
  ...rest,
})

/** Payments of the year 2001, with ids of their time, straight into the table. */
async function insertOld(count: number): Promise<void> {
  await system.rows(`insert into payment (tenant, id, idempotency_key, debtor_id, creditor_id, amount_minor,
    currency, reference, created_at)
  select 'interbank', (lpad(to_hex(ms), 12, '0') || '7000' || '8' || lpad(to_hex(n), 15, '0'))::uuid,
    'old-' || n, 1 + n % 400, 401 + n % 200, n, 'USD', 'invoice ' || n, to_timestamp(ms / 1000.0)
  from generate_series(1, ${count}) as n
  cross join lateral (select 985000000000 + n * 1000 as ms) as time`)
  await system.rows('analyze payment')
}

/** The answer with its body unread, so that a test can read as slowly as it likes. */
async function open(query: string): Promise<IncomingMessage> {
  const request = get(`${system.baseUrl}${path}?${query}`, { headers: credentials })
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  return answer
}

async function copying(): Promise<number> {
  const rows = await system.rows(
    `select pid from pg_stat_activity where datname = current_database() and query like 'copy (%'
      and state = 'active'`,
  )
  return rows.length
}

describe('a file of payments', () => {
  test('holds every payment as it is recorded, with what would break a line or a spreadsheet made harmless', async () => {
    const references = ['plain', 'a "quoted", one', '=1+1', '+cmd', '-2', '@SUM(A1)', "'=x", '']
    const ids = new Map<string, string>()
    for (const [index, reference] of references.entries()) {
      const key = `${['=', '+', '-', '@', '"', ',', "'", 'k'][index] ?? ''}key-${index}`
      const { status, json } = await system.pay(key, order({ reference, amountMinor: index + 1 }))
      expect(status).toBe(201)
      ids.set(String(json['id']), reference)
    }
    await system.pay(
      'poor',
      order({
        debtorAccount: 'ACC-000991',
        creditorAccount: 'ACC-000992',
        currency: 'EUR',
        amountMinor: 10_001,
      }),
    )
    const rows = await exported(`date_from=${today}`)
    expect(rows.length).toBe(references.length + 1)
    const inOrder = rows.map((row) => row['id'] ?? '')
    expect(inOrder).toEqual(inOrder.toSorted())
    for (const [id, reference] of ids) {
      const row = rows.find((each) => each['id'] === id)
      const harmless = /^[=+@-]/.test(reference) ? `'${reference}` : reference
      expect(row).toMatchObject({
        reference: harmless,
        status: 'settled',
        rejection: '',
        debtor_account: 'ACC-000001',
        creditor_account: 'ACC-000002',
        currency: 'USD',
      })
      expect(row?.['created_at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    }
    expect(
      rows.map((row) => row['idempotency_key']).filter((key) => /^[=+@-]/.test(key ?? '')),
    ).toEqual([])
    const rejected = await exported(`date_from=${today}&status=rejected&currency=EUR`)
    expect(rejected.map((row) => row['rejection'])).toEqual(['insufficient-funds'])
    expect(await exported(`date_from=${today}&status=settled&currency=EUR`)).toEqual([])
  })

  test('of days without a payment, and of another tenant, is the line of names', async () => {
    expect(await exported('date_from=1999-01-01&date_to=1999-01-31')).toEqual([])
    const headers = { 'x-tenant-id': 'other' }
    const { text: csv } = await system.request(`${path}?date_from=2020-01-01`, { headers })
    expect(csv.trim().split('\n').length).toBe(1)
  })

  test.each([
    ['', 'invalid-request'],
    ['date_from=yesterday', 'invalid-request'],
    ['date_from=2026-02-30', 'date-invalid'],
    ['date_from=2026-02-01&date_to=2026-01-31', 'dates-reversed'],
    ['date_from=2026-02-01&status=lost', 'invalid-request'],
    ["date_from=2026-02-01&currency=US'", 'invalid-request'],
  ])('is refused for "%s"', async (query, code) => {
    expectProblem(await system.request(`${path}?${query}`), 400, code)
  })
})

describe('a long file', () => {
  beforeAll(async () => insertOld(manyRows))

  const rssMb = async (): Promise<number> => {
    const status = await readFile(`/proc/${system.pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024
  }

  test('is whole, in order, and read slowly takes the system no more memory', async () => {
    const before = await rssMb()
    const answer = await open(year)
    let most = before
    let csv = ''
    let pauses = 0
    for await (const piece of answer.setEncoding('utf8') as AsyncIterable<string>) {
      csv += piece
      if (csv.length > (pauses + 1) * 4_000_000) {
        pauses += 1
        await new Promise((resolve) => setTimeout(resolve, 200))
        most = Math.max(most, await rssMb())
      }
    }
    const lines = csv.trimEnd().split('\n')
    expect(lines.length).toBe(manyRows + 1)
    const ids = lines.slice(1).map((line) => line.slice(0, 36))
    expect(new Set(ids).size).toBe(manyRows)
    expect(ids).toEqual(ids.toSorted())
    expect(most - before).toBeLessThan(60)
  })

  test('whose reader goes away ends its query', async () => {
    const answer = await open(year)
    await once(answer, 'readable')
    await system.until('copying', async () => (await copying()) === 1)
    answer.destroy()
    await system.until('not copying', async () => (await copying()) === 0)
    await expect
      .poll(async () => {
        const { json } = await system.request('/health/quiescent')
        return json['reporting']
      })
      .toMatchObject({ numbers: { exports: 0 } })
  })

  test('that fails in the middle breaks off and never looks whole', async () => {
    const answer = await open(year)
    await once(answer, 'readable')
    await system.rows(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like 'copy (%' and pid <> pg_backend_pid()`)
    await expect(text(answer)).rejects.toThrow('aborted')
    expect((await system.request('/api/v1/payments?page_size=1')).status).toBe(200)
  })

  test('is one of two of its tenant; a third is told to come later, and others are not kept out', async () => {
    const answers = await Promise.all([open(year), open(year)])
    const third = await system.request(`${path}?${year}`)
    expectProblem(third, 429, 'exports-limited')
    expect(third.headers.get('retry-after')).toBe('5')
    expect(third.json['detail']).toBe(
      'tenant interbank reads 2 exports, expected fewer: let one of them end first',
    )
    const headers = { 'x-tenant-id': 'other' }
    expect((await system.request(`${path}?${year}`, { headers })).status).toBe(200)
    answers.forEach((answer) => answer.destroy())
    await system.until('free again', async () => {
      const { status } = await system.request(`${path}?date_from=1999-01-01&date_to=1999-01-01`)
      return status === 200
    })
  })

  test('that nobody finishes reading does not keep the server from stopping', async () => {
    const answer = await open(year)
    await once(answer, 'readable')
    answer.on('error', () => {})
    expect(await system.end('SIGTERM')).toBe(0)
  })
})
