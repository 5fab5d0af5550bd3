import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../../testing/eventually.ts'
import { createScratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import { addCustomer, moneyHash, startSystem, violations } from './testing.ts'
import type { RunningSystem } from './testing.ts'

const visibilityTimeoutMs = '800'
let scratch: ScratchDatabase
let customers = 0

beforeAll(async () => {
  scratch = await createScratchDatabase()
  await scratch.database.query(`
    CREATE FUNCTION fail_at() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.invoice_id LIKE '%' || TG_ARGV[0] THEN RAISE EXCEPTION 'planted failure at %', TG_ARGV[0]; END IF;
      RETURN NEW;
    END $$;
    CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_sleep(0.03); RETURN NULL; END $$`)
})
afterAll(async () => scratch[Symbol.asyncDispose]())
afterEach(async () => {
  await scratch.database.query('DROP TRIGGER IF EXISTS planted ON reconciliation_entry')
})

async function thousandInvoices(): Promise<{ depositId: string; invoiceIds: string[] }> {
  customers += 1
  const customerId = `K${customers}`
  const depositId = `D-${customerId}`
  const plan = { customerId, invoices: 1_000, deposits: { [depositId]: 100_000 } }
  return { depositId, invoiceIds: await addCustomer(scratch.database, plan) }
}

async function jobEnd(system: RunningSystem, statusUrl: unknown): Promise<Record<string, unknown>> {
  return eventually(`end of ${String(statusUrl)}`, async () => {
    const { body } = await system.get(String(statusUrl))
    return body['finishedAt'] === undefined ? undefined : body
  })
}

/** Each batch takes its time, so that there is a middle in which something can go wrong. */
async function slowDown(): Promise<void> {
  await scratch.database.query(`
    CREATE TRIGGER planted AFTER INSERT ON reconciliation_entry
    FOR EACH STATEMENT EXECUTE FUNCTION take_time()`)
}

async function rowOf(jobId: unknown): Promise<{ fence: number; failures: number; status: string }> {
  const [row] = await scratch.database.query<{ fence: number; failures: number; status: string }>(
    'SELECT fence, failures, status FROM job WHERE id = $1',
    [jobId],
  )
  return row ?? { fence: -1, failures: -1, status: 'gone' }
}

describe('a failure', () => {
  let system: RunningSystem

  beforeAll(async () => {
    system = await startSystem(scratch.url)
  })
  afterAll(async () => system[Symbol.asyncDispose]())

  for (const position of [1, 500, 999, 1_000]) {
    it(`at invoice ${position} of 1,000 leaves every row as it was, and says so`, async () => {
      const request = await thousandInvoices()
      const ending = String(position).padStart(4, '0')
      await scratch.database.query(`
        CREATE TRIGGER planted BEFORE INSERT ON reconciliation_entry
        FOR EACH ROW EXECUTE FUNCTION fail_at('-${ending}')`)
      const before = await moneyHash(scratch.database)
      const events = await system.events()
      const { body } = await system.reconcile(request)
      const failed = await events.until((event) => event.type === 'reconciliation_failed')
      expect(failed).toMatchObject({
        jobId: body['jobId'],
        processed: 0,
        percent: 0,
        code: 'internal',
      })
      expect((await system.get(String(body['statusUrl']))).body).toMatchObject({
        status: 'failed',
        processed: 0,
        percent: 0,
        error: { code: 'internal' },
      })
      expect(events.all.every((event) => event.percent < 100)).toBe(true)
      expect(await moneyHash(scratch.database)).toBe(before)
      expect(await rowOf(body['jobId'])).toEqual({ fence: 3, failures: 3, status: 'failed' })
      expect(await violations(scratch.database)).toEqual([])
      events.close()
    })
  }

  it('that has gone by the second attempt leaves a job done once', async () => {
    const request = await thousandInvoices()
    await scratch.database.query(`
      CREATE TRIGGER planted BEFORE INSERT ON reconciliation_entry
      FOR EACH ROW EXECUTE FUNCTION fail_at('-0700')`)
    const { body } = await system.reconcile(request)
    await eventually('the first failure', async () =>
      (await rowOf(body['jobId'])).failures > 0 ? true : undefined,
    )
    await scratch.database.query('DROP TRIGGER planted ON reconciliation_entry')
    expect(await jobEnd(system, body['statusUrl'])).toMatchObject({
      status: 'succeeded',
      percent: 100,
    })
    expect(await violations(scratch.database, [String(body['jobId'])])).toEqual([])
  })

  it('of an inline request leaves every row as it was, and its key unused', async () => {
    const { depositId, invoiceIds } = await thousandInvoices()
    const request = { depositId, invoiceIds: invoiceIds.slice(0, 40) }
    await scratch.database.query(`
      CREATE TRIGGER planted BEFORE INSERT ON reconciliation_entry
      FOR EACH ROW EXECUTE FUNCTION fail_at('-0040')`)
    const before = await moneyHash(scratch.database)
    const failed = await system.reconcile(request, 'inline-key')
    expect(failed).toMatchObject({ status: 500, body: { code: 'internal' } })
    expect(await moneyHash(scratch.database)).toBe(before)
    await scratch.database.query('DROP TRIGGER planted ON reconciliation_entry')
    expect((await system.reconcile(request, 'inline-key')).status).toBe(201)
  })
})

describe('a process that is killed in the middle of a job', () => {
  it('leaves every row as it was, and the next process does the job after the visibility timeout', async () => {
    await slowDown()
    const environment = { JOB_VISIBILITY_TIMEOUT_MS: visibilityTimeoutMs }
    const request = await thousandInvoices()
    const before = await moneyHash(scratch.database)
    const victim = await startSystem(scratch.url, environment)
    const events = await victim.events()
    const { body } = await victim.reconcile(request)
    const progress = await events.until((event) => event.processed >= 300)
    expect(progress).toMatchObject({ provisional: true })
    const ended = once(victim.process, 'exit')
    victim.process.kill('SIGKILL')
    await ended
    events.close()
    expect(await moneyHash(scratch.database)).toBe(before)
    expect((await rowOf(body['jobId'])).status).toBe('running')
    await using heir = await startSystem(scratch.url, environment)
    expect(await jobEnd(heir, body['statusUrl'])).toMatchObject({
      status: 'succeeded',
      percent: 100,
    })
    expect(await rowOf(body['jobId'])).toEqual({ fence: 2, failures: 1, status: 'succeeded' })
    expect(await violations(scratch.database, [String(body['jobId'])])).toEqual([])
  })
})

describe('a process that is frozen in the middle of a job', () => {
  it('loses the job and its locks, does not pay twice when it thaws, and stays alive', async () => {
    await slowDown()
    const environment = { JOB_VISIBILITY_TIMEOUT_MS: visibilityTimeoutMs }
    const request = await thousandInvoices()
    await using frozen = await startSystem(scratch.url, environment)
    const events = await frozen.events()
    const { body } = await frozen.reconcile(request)
    await events.until((event) => event.processed >= 300)
    frozen.process.kill('SIGSTOP')
    await using heir = await startSystem(scratch.url, environment)
    expect(await jobEnd(heir, body['statusUrl'])).toMatchObject({
      status: 'succeeded',
      percent: 100,
    })
    frozen.process.kill('SIGCONT')
    await eventually('the frozen process answering', async () => {
      const live = await fetch(`${frozen.url}/health/live`)
      return live.status === 200 ? true : undefined
    })
    const again = await frozen.reconcile({ depositId: 'NONE', invoiceIds: ['NONE'] })
    expect(again.status).toBe(404)
    expect(frozen.process.exitCode).toBe(null)
    expect(await rowOf(body['jobId'])).toEqual({ fence: 2, failures: 1, status: 'succeeded' })
    expect(await violations(scratch.database, [String(body['jobId'])])).toEqual([])
    events.close()
  })
})

describe('a process that drains in the middle of a job', () => {
  it('finishes the job before it ends', async () => {
    await slowDown()
    const request = await thousandInvoices()
    const leaving = await startSystem(scratch.url)
    const events = await leaving.events()
    const { body } = await leaving.reconcile(request)
    await events.until((event) => event.processed >= 100)
    const ended = once(leaving.process, 'exit')
    leaving.process.kill('SIGTERM')
    expect((await ended)[0]).toBe(0)
    expect(events.all.at(-1)).toMatchObject({ type: 'reconciliation_completed', percent: 100 })
    expect((await rowOf(body['jobId'])).status).toBe('succeeded')
  })
})
