import { SystemUnderTest } from '../../system/testing/system-process.ts'
import type { Services } from '../../system/testing/system-process.ts'

/**
 * A member of a consumer group that was killed is given up soon, as the brokers of the suite let it
 * be.
 */
const memberDeadAfter = { KAFKA_SESSION_TIMEOUT_MS: '2000' }

/**
 * The system as two processes on one database: the one that takes payments, and a second that
 * shares its background work, the projection and the jobs.
 */
export interface Stage extends AsyncDisposable {
  readonly api: SystemUnderTest
  readonly worker: SystemUnderTest
}

export async function openStage(services: Services): Promise<Stage> {
  await using opening = new AsyncDisposableStack()
  const api = opening.use(new SystemUnderTest(memberDeadAfter, services))
  await api.prepare()
  await api.start()
  const worker = opening.use(
    new SystemUnderTest(
      {
        ...memberDeadAfter,
        DATABASE_URL: api.databaseUrl,
        NAMESPACE: api.namespace,
      },
      services,
    ),
  )
  await worker.start()
  await Promise.all([api.ready(), worker.ready()])
  const opened = opening.move()
  return { api, worker, [Symbol.asyncDispose]: async () => opened.disposeAsync() }
}
