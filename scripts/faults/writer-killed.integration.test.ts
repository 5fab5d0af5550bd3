import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { expectNothingLost } from '../../system/testing/nothing-lost.ts'
import { PaymentLoad } from '../../system/testing/payment-load.ts'
import { SystemUnderTest } from '../../system/testing/system-process.ts'
import { type KillablePostgres, startKillablePostgres } from '../testing/killable-services.ts'
import { killOfWriterBackend } from './faults.ts'

/** On a server of its own, because all of its connections are lost with one of its processes. */
const clients = 20
const enough = 300

let own: KillablePostgres
let system: SystemUnderTest

beforeAll(async () => {
  own = await startKillablePostgres()
  const { redisUrl, kafkaBrokers } = inject('services')
  const { postgresAdminUrl } = own
  system = new SystemUnderTest({}, { postgresAdminUrl, redisUrl, kafkaBrokers })
  await system.prepare()
  await system.start()
})
afterAll(async () => {
  await system?.[Symbol.asyncDispose]()
  await own?.[Symbol.asyncDispose]()
})

test('kill -9 of a Postgres process, which restarts the server, loses nothing and heals by itself', async () => {
  await using load = new PaymentLoad(system, clients)
  const { acknowledged, statuses } = load.record
  const moreAcknowledged = async (): Promise<void> => {
    const target = acknowledged.length + enough
    await system.until('paying', async () => acknowledged.length >= target)
  }
  await moreAcknowledged()
  await killOfWriterBackend(system).strike()
  await system.until('refusing', async () => (statuses.get('503') ?? 0) > 0)
  await moreAcknowledged()
  await load.stop()
  expect([...statuses.keys()].toSorted()).toEqual(['201', '503'])
  await expectNothingLost(system, load.record)
})
