import { afterAll, beforeAll, expect, test } from 'vitest'
import { allViolatedInvariants } from '../../system/testing/invariants.ts'
import { faultsConfig } from './config.ts'
import { faultTable } from './fault-table.ts'
import type { FaultRow } from './fault-table.ts'
import { killOfService, killOfSystem, killOfWriterBackend } from './faults.ts'
import { startKillableServices } from '../testing/killable-services.ts'
import type { KillableServices } from '../testing/killable-services.ts'
import { changedOnReplay, countLosses } from './losses.ts'
import { recoveryFrom, untilCountedOnce } from './recovery.ts'
import type { Fault, Recovery } from './recovery.ts'
import { RetryingLoad } from './retrying-load.ts'
import { openStage } from './stage.ts'
import type { Stage } from './stage.ts'

/**
 * One thing at a time is killed under load, again and again, and started again by whoever
 * supervises it. The system has to come back by itself, with nothing lost, nothing done twice, and
 * every invariant clean.
 */
const clients = 20
/**
 * Over a minute there are payments enough; each more is one to read again when all is asked for.
 */
const longPauseMs = 100
/** Payments between two faults. */
const enough = 100
const replays = 40
const expectedStatuses = ['201', '202', '503', 'lost']
const { kills, kafkaAwayMs } = faultsConfig()

let services: KillableServices
let stage: Stage
const table: FaultRow[] = []

beforeAll(async () => {
  services = await startKillableServices()
  stage = await openStage(services.addresses)
})
afterAll(async () => {
  await stage?.[Symbol.asyncDispose]()
  await services?.[Symbol.asyncDispose]()
  if (table.length > 0) {
    console.log(faultTable(table))
  }
})

async function expectNoHarm(
  name: string,
  times: number,
  fault: Fault,
  pauseMs?: number,
): Promise<RetryingLoad> {
  const { api } = stage
  const recoveries: Recovery[] = []
  await using load = new RetryingLoad(api, clients, pauseMs)
  for (let time = 0; time < times; time += 1) {
    const target = load.acknowledged.length + enough
    await api.until('paying', async () => load.acknowledged.length >= target)
    recoveries.push(await recoveryFrom(fault, api, load))
  }
  await load.stop()
  await api.quiescent()
  await untilCountedOnce(api)
  const losses = await countLosses(api, load)
  table.push({
    fault: name,
    times,
    ...losses,
    payingMs: recoveries.map(({ payingMs }) => payingMs),
    wholeMs: recoveries.map(({ wholeMs }) => wholeMs),
  })
  expect(losses).toMatchObject({ lost: 0, doubled: 0 })
  expect(await changedOnReplay(api, load, replays)).toEqual([])
  const payments = load.acknowledged.map(({ id }) => id)
  // Or the queries are planned for the empty tables that there were at the beginning, and take
  // seconds.
  await api.rows('analyze')
  expect(await allViolatedInvariants(api, { payments })).toEqual([])
  const statuses = [...load.statuses.keys()]
  expect(statuses.filter((status) => !expectedStatuses.includes(status))).toEqual([])
  return load
}

/** What takes long to start again is killed less often. */
test.each<[name: string, times: number, fault: () => Fault]>([
  ['api', kills, () => killOfSystem(stage, 'api')],
  ['worker', kills, () => killOfSystem(stage, 'worker')],
  ['redis', kills, () => killOfService(services, 'redis')],
  ['postgres', kills, () => killOfService(services, 'postgres')],
  ['a backend of postgres', Math.ceil(kills / 2), () => killOfWriterBackend(stage.api)],
  ['kafka', Math.ceil(kills * 0.75), () => killOfService(services, 'kafka')],
])(
  'kill -9 of %s in mid-load loses nothing, doubles nothing, and is recovered from',
  async (name, times, fault) => {
    const load = await expectNoHarm(name, times, fault())
    expect(load.acknowledged.length).toBeGreaterThan(times * enough)
  },
)

test('while Kafka is away payments go on, and the outbox drains when it is back', async () => {
  const away = killOfService(services, 'kafka', kafkaAwayMs)
  const name = `kafka away for ${kafkaAwayMs / 1_000} s`
  const load = await expectNoHarm(name, 1, away, longPauseMs)
  expect([...load.statuses.keys()].filter((status) => !['201', '202'].includes(status))).toEqual([])
})
