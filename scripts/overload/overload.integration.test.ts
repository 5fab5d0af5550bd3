import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { makeDatabaseTemplates } from '../../system/testing/database-templates.ts'
import type { DatabaseTemplates } from '../../system/testing/database-templates.ts'
import { allViolatedInvariants } from '../../system/testing/invariants.ts'
import { SystemUnderTest } from '../../system/testing/system-process.ts'
import { startKillableServices } from '../testing/killable-services.ts'
import type { KillableServices } from '../testing/killable-services.ts'
import { residentBytes } from '../testing/resident-bytes.ts'
import { accepted, askAtOnce, latencyMsAt, offer, order, shed } from './open-load.ts'
import type { Made, Taken } from './open-load.ts'

/**
 * More is asked than can be done: because it is more, because Postgres stands still, because Kafka
 * is away. What cannot be done in time is refused at once and says when to come again; what is
 * accepted is done in time and not lost; and when it is over, it is over.
 */
const objectives = { targetMs: 100, toleranceMs: 200, limitMs: 500 }
/**
 * What is accepted in the moment before an overload is noticed waits for longest, and no longer
 * than this.
 */
const longestWaitMs = 800
const boundedBy = {
  PAYMENT_AGE_TARGET_MS: String(objectives.targetMs),
  PAYMENT_AGE_TOLERANCE_MS: String(objectives.toleranceMs),
  PAYMENT_AGE_MAX_MS: String(objectives.limitMs),
  PAYMENT_WAIT_MAX_MS: String(longestWaitMs),
}
/** Of the slow disk, whose batches answers wait for beside the queue. */
const batchMs = 10
/** For who is not sent away because the machine is slow, but because of what is to be seen. */
const unhurried = {
  PAYMENT_AGE_TARGET_MS: '60000',
  PAYMENT_AGE_MAX_MS: '60000',
  PAYMENT_WAIT_MAX_MS: '60000',
}
const statementTimeoutMs = 1_000
/** So much longer a connection is waited for that does not even refuse. */
const answerGraceMs = 2_000
const mebibyte = 1024 * 1024

let services: KillableServices
let templates: DatabaseTemplates
let system: SystemUnderTest | undefined

beforeAll(async () => {
  services = await startKillableServices()
  templates = await makeDatabaseTemplates(services.addresses.postgresAdminUrl)
})
afterEach(async () => {
  services.postgres.thaw()
  await system?.[Symbol.asyncDispose]()
  system = undefined
})
afterAll(async () => {
  await services?.[Symbol.asyncDispose]()
})

async function running(settings: Readonly<Record<string, string>>): Promise<SystemUnderTest> {
  system = new SystemUnderTest({ ...boundedBy, ...settings }, { ...services.addresses, templates })
  await system.prepare()
  await system.start()
  await system.ready()
  await offer(system, 50, 500)
  return system
}

/**
 * Every batch takes as long as on a slow disk, so that the knee is far below what this machine can
 * do.
 */
async function slowDown(target: SystemUnderTest, batchMs: number): Promise<void> {
  await target.rows(`
    create function slow_disk() returns trigger language plpgsql as
      $$ begin perform pg_sleep(${batchMs / 1_000}); return null; end $$;
    create trigger slow_disk after insert on outbox for each statement execute function slow_disk()`)
}

async function expectNothingLost(target: SystemUnderTest, made: readonly Made[]): Promise<void> {
  await target.quiescent()
  const payments = accepted(made).map(({ id }) => id)
  expect(await allViolatedInvariants(target, { payments })).toEqual([])
}

function expectShedWithAdvice(made: readonly Made[]): void {
  expect(shed(made).length).toBeGreaterThan(0)
  expect(shed(made).filter(({ retryAfter }) => Number(retryAfter) < 1)).toEqual([])
  expect(
    new Set(made.map(({ status }) => status)).difference(new Set([201, 202, 503, 429])),
  ).toEqual(new Set())
}

test('past the knee what is accepted stays quick, the rest is sent away, and it is over when it is over', async () => {
  const target = await running({ PAYMENT_BATCH_MAX: '2' })
  await slowDown(target, batchMs)
  const knee = accepted((await offer(target, 100, 1_000)).made).length
  const { made, atOnce } = await offer(target, 600, 6_000)
  expectShedWithAdvice(made)
  expect(latencyMsAt(0.99, accepted(made))).toBeLessThan(
    longestWaitMs + batchMs + latencyMsAt(0.99, atOnce),
  )
  const isNoticed = ({ atMs }: Taken) => atMs > 2_000
  const noticed = accepted(made).filter(isNoticed)
  expect(latencyMsAt(0.5, noticed)).toBeLessThan(
    2 * objectives.targetMs + latencyMsAt(0.5, atOnce.filter(isNoticed)),
  )
  expect(latencyMsAt(0.5, shed(made))).toBeLessThan(
    objectives.targetMs / 2 + latencyMsAt(0.5, atOnce),
  )
  expect(accepted(made).length).toBeGreaterThan(knee * 4)
  await sleep(2 * objectives.toleranceMs)
  const { made: after } = await offer(target, 50, 1_000)
  expect(after.map(({ status }) => status)).toEqual(after.map(() => 201))
  await expectNothingLost(target, [...made, ...after])
})

test('while Postgres stands still orders are refused in time, and each is paid once afterwards', async () => {
  const target = await running({ STATEMENT_TIMEOUT_MS: String(statementTimeoutMs) })
  const load = offer(target, 200, 7_000)
  await sleep(1_000)
  services.postgres.freeze()
  await sleep(4_000)
  services.postgres.thaw()
  const { made, atOnce } = await load
  expectShedWithAdvice(made)
  const isFrozen = ({ atMs }: Taken) => atMs > 3_000 && atMs < 4_500
  const whileFrozen = made.filter(isFrozen)
  expect(latencyMsAt(0.5, whileFrozen)).toBeLessThan(
    objectives.targetMs + latencyMsAt(0.5, atOnce.filter(isFrozen)),
  )
  expect(latencyMsAt(1, made)).toBeLessThan(
    statementTimeoutMs + answerGraceMs + longestWaitMs + latencyMsAt(1, atOnce),
  )
  await target.until('paying', async () => (await target.pay('afterwards', order)).status === 201)
  const again = await Promise.all(made.map(async ({ key }) => target.pay(key, order)))
  expect(new Set(again.map(({ status }) => status))).toEqual(new Set([201]))
  const known = new Map(accepted(made).map(({ key, id }) => [key, id]))
  const changed = made.filter(
    ({ key }, index) => known.has(key) && known.get(key) !== again[index]?.json['id'],
  )
  expect(changed).toEqual([])
  await expectNothingLost(target, made)
})

test('while Postgres stands still those who read wait in a queue that has an end', async () => {
  const target = await running({ STATEMENT_TIMEOUT_MS: String(statementTimeoutMs) })
  services.postgres.freeze()
  const path = '/api/v1/payments/00000000-0000-7000-8000-000000000000'
  const probes: Promise<Taken>[] = []
  const answers = Array.from({ length: 2_000 }, async (_, index) => {
    const startedMs = performance.now()
    if (index % 10 === 0) probes.push(askAtOnce(target, startedMs))
    const { status } = await target.request(path)
    return { status, latencyMs: performance.now() - startedMs }
  })
  const all = await Promise.all(answers)
  const atOnceMs = latencyMsAt(1, await Promise.all(probes))
  expect(new Set(all.map(({ status }) => status))).toEqual(new Set([503]))
  // Whoever has no place in the queue does not wait for the statement's deadline either.
  const refused = all.filter(({ latencyMs }) => latencyMs < atOnceMs + statementTimeoutMs / 2)
  expect(refused.length).toBeGreaterThan(800)
  services.postgres.thaw()
  await target.until('reading', async () => (await target.request(path)).status === 404)
})

test('while Kafka is away payments go on in bounded memory, and the outbox drains afterwards', async () => {
  const target = await running(unhurried)
  await services.kafka.kill()
  const before = residentBytes(target.pid)
  const { made } = await offer(target, 600, 5_000)
  const grownBytes = residentBytes(target.pid) - before
  const { text: metrics } = await target.anonymous('/metrics')
  const waiting = Number(/^outbox_waiting_rows (\d+)$/m.exec(metrics)?.[1])
  await services.kafka.restart()
  expect(accepted(made).length).toBe(made.length)
  expect(waiting).toBeGreaterThan(0)
  expect(waiting).toBeLessThanOrEqual(500)
  expect(grownBytes).toBeLessThan(96 * mebibyte)
  await expectNothingLost(target, made)
})

test('when Kafka stays away for too long that reaches the front door, until it is back', async () => {
  const target = await running({ ...unhurried, OUTBOX_LAG_MAX_SECONDS: '1' })
  await services.kafka.kill()
  const { made } = await offer(target, 100, 3_000)
  expectShedWithAdvice(made)
  expect(made.at(-1)).toMatchObject({ status: 503, retryAfter: '5' })
  await services.kafka.restart()
  await target.until('paying', async () => (await target.pay('back', order)).status === 201)
  await expectNothingLost(target, made)
})
