import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type RunningCommand, startCommand } from '../testing/command-line.ts'
import { type FixtureRepository, fixtureRepository } from '../testing/fixture-repository.ts'
import { leftoversOf, nothingLeft } from '../testing/leftovers.ts'
import { loadIsUnderWay } from '../testing/load-is-under-way.ts'
import { type PostgresUser, postgresUser } from '../testing/postgres-user.ts'
import { type StateFolder, stateFolder } from '../testing/state-folder.ts'

const services = inject('services')
let repository: FixtureRepository
let user: PostgresUser

beforeAll(async () => {
  repository = fixtureRepository()
  user = await postgresUser(services.postgresAdminUrl)
})

afterAll(async () => {
  repository[Symbol.dispose]()
  await user[Symbol.asyncDispose]()
})

/** As a person types it: `npx vitest run --project perf control`. */
const vitest = (state: StateFolder, generations: number): RunningCommand =>
  startCommand({
    repository: repository.folder,
    cacheFolder: state.cache,
    script: [join(repository.folder, 'node_modules/vitest/vitest.mjs')],
    args: ['run', '--project', 'perf', 'control'],
    env: {
      NO_COLOR: '1',
      PLUMBLINE_FLAGS: `--services external --generations ${generations} --out ${state.cache}/out`,
      POSTGRES_URL: user.adminUrl,
      REDIS_URL: services.redisUrl,
      KAFKA_BROKERS: services.kafkaBrokers.join(','),
    },
  })

describe('a scenario run by vitest alone', () => {
  it('opens its own session, prints the verdict per metric and leaves nothing', async () => {
    using state = stateFolder()
    await using run = vitest(state, 1)
    const { exitCode, stdout } = await run.ended
    expect(stdout).toMatch(/control: (passed|invalid|inconclusive|regressed|failed)/)
    expect(stdout).toMatch(/latencyMsP50: [\d.]+ -> [\d.]+ ms .*inconclusive/)
    expect(stdout).toMatch(/Tests\s+1 passed/)
    expect(exitCode).toBe(0)
    expect(await leftoversOf(state, repository)).toEqual(nothingLeft)
    expect(await user.databases()).toEqual([])
  })

  it('ends in order when it is interrupted', async () => {
    using state = stateFolder()
    await using run = vitest(state, 8)
    await loadIsUnderWay(run, state)
    run.signal('SIGINT')
    const { exitCode } = await run.ended
    expect(exitCode).toBe(2)
    expect(await leftoversOf(state, repository)).toEqual(nothingLeft)
    expect(await user.databases()).toEqual([])
  })
})
