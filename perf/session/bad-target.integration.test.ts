import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { commitTarget } from '../testing/bad-targets.ts'
import { type CommandEnd, externalFlags, runCommand } from '../testing/command-line.ts'
import { type FixtureRepository, fixtureRepository } from '../testing/fixture-repository.ts'
import { assertNothingLeft, leftoversOf, nothingLeft } from '../testing/leftovers.ts'
import { type PostgresUser, postgresUser } from '../testing/postgres-user.ts'
import { type StateFolder, stateFolder } from '../testing/state-folder.ts'

const services = inject('services')
let repository: FixtureRepository
let state: StateFolder
let well = ''
let user: PostgresUser
/** It only waits, so it runs beside the others, with a state of its own. */
let waiting: { readonly state: StateFolder; readonly end: Promise<CommandEnd> }

beforeAll(async () => {
  repository = fixtureRepository()
  state = stateFolder()
  well = commitTarget(repository, 'well')
  user = await postgresUser(services.postgresAdminUrl)
  const patient = stateFolder()
  const broken = commitTarget(repository, 'never ready')
  waiting = { state: patient, end: check(patient, broken, well, 1) }
})

afterAll(async () => {
  await waiting.end
  await user[Symbol.asyncDispose]()
  waiting.state[Symbol.dispose]()
  repository[Symbol.dispose]()
  state[Symbol.dispose]()
})

afterEach(() => assertNothingLeft(state, repository))

const check = (at: StateFolder, base: string, head: string, generations = 2) =>
  runCommand({
    repository: repository.folder,
    cacheFolder: at.cache,
    args: [
      ...`--base ${base} --head ${head} --scenario control --generations ${generations}`.split(' '),
      ...externalFlags({ ...services, postgresAdminUrl: user.adminUrl }),
      '--out',
      join(at.cache, 'out'),
    ],
  })

describe('a target that cannot be measured', () => {
  it('because its dependencies do not install is the base arm, with what npm said', async () => {
    repository.commitWith('no-install', () => {
      repository.write('package.json', '{"name":"x","dependencies":{"absent":"file:absent"}}')
      repository.write('package-lock.json', '{"name":"x","lockfileVersion":3,"packages":{}}')
    })
    const { exitCode, stderr } = await check(state, 'no-install', well)
    expect(exitCode).toBe(2)
    expect(stderr).toContain("error (target): the base arm's dependencies did not install")
    expect(stderr).toMatch(/because: npm ci of the base arm exited with code 1/)
    expect(stderr).toContain('try: npm ci in a checkout of the base commit')
  })

  it('because it fails in migrate is named with its own last words', async () => {
    const broken = commitTarget(repository, 'exits in migrate')
    const { exitCode, stderr } = await check(state, broken, well)
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(
      /error \(target\): the base system \(migrate\) exited with code 1, expected exit code 0; it said: .*planted failure of migrate/,
    )
  })

  it('because it ends at its start is named with its own last words, in a report', async () => {
    const broken = commitTarget(repository, 'exits in serve')
    const { exitCode, stdout } = await check(state, broken, well)
    expect(exitCode).toBe(2)
    expect(stdout).toMatch(inWords('the base system (serve) ended by itself'))
    expect(stdout).toMatch(inWords('planted failure of serve'))
    expect(existsSync(join(state.cache, 'out', 'result.json'))).toBe(true)
  })

  it('because the head dies under load has failed, by the head and not the base', async () => {
    const broken = commitTarget(repository, 'dies under load')
    const { exitCode, stdout } = await check(state, well, broken)
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(inWords('the head system (serve) ended by itself'))
    expect(stdout).toMatch(inWords('planted death'))
    expect(stdout).not.toMatch(inWords('the base system (serve) ended'))
  })

  it('because it is never ready is given up after the time it has, with its last answer', async () => {
    const { exitCode, stdout } = await waiting.end
    expect(exitCode).toBe(2)
    expect(stdout).toMatch(inWords('base: the system is not ready after 30000 ms: last answer 503'))
    expect(await leftoversOf(waiting.state, repository)).toEqual(nothingLeft)
    expect(await user.databases()).toEqual([])
  })
})

/** Wherever the report breaks its lines. */
function inWords(text: string): RegExp {
  return new RegExp(
    text
      .split(' ')
      .map((word) => RegExp.escape(word))
      .join(String.raw`\s+`),
  )
}
