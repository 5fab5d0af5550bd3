import { SystemUnderTest } from '../../system/testing/system-process.ts'
import type { Services } from '../../system/testing/system-process.ts'

/**
 * The system as two processes on one database: the one that takes payments, and a second that shares its
 * background work, the projection and the jobs.
 */
export interface Stage extends AsyncDisposable {
  readonly api: SystemUnderTest
  readonly worker: SystemUnderTest
}

export async function openStage(services: Services): Promise<Stage> {
  await using opening = new AsyncDisposableStack()
  const api = opening.use(new SystemUnderTest({}, services))
  await api.prepare()
  await api.start()
  const worker = opening.use(
    new SystemUnderTest(
      {
        DATABASE_URL: api.databaseUrl,
        NAMESPACE: new URL(api.databaseUrl).pathname.slice(1),
      },
      services,
    ),
  )
  await worker.start()
  await Promise.all([api.ready(), worker.ready()])
  const opened = opening.move()
  return { api, worker, [Symbol.asyncDispose]: async () => opened.disposeAsync() }
}
