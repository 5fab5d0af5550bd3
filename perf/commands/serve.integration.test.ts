import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePorts } from '../lifecycle/free-port.ts'
import { startCommand } from '../testing/command-line.ts'
import { type FixtureRepository, fixtureRepository } from '../testing/fixture-repository.ts'
import { leftoversOf, nothingLeft } from '../testing/leftovers.ts'
import { type StateFolder, stateFolder } from '../testing/state-folder.ts'

let repository: FixtureRepository
let state: StateFolder

beforeAll(() => {
  repository = fixtureRepository()
  state = stateFolder()
})

afterAll(() => {
  repository[Symbol.dispose]()
  state[Symbol.dispose]()
})

it('serves a system by whose banner a payment can be made, and ends with 0 when it is stopped', async () => {
  const [port] = await freePorts(1)
  await using command = startCommand({
    repository: repository.folder,
    cacheFolder: state.cache,
    args: ['serve', '--services', 'embedded', '--port', String(port)],
  })
  await command.until('Ctrl-C stops everything')
  const banner = command.output()
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/payments`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${/Token +(\S+)/.exec(banner)?.[1]}`,
      'x-tenant-id': /Tenant +(\S+)/.exec(banner)?.[1] ?? '',
      'content-type': 'application/json',
      'idempotency-key': 'by-hand',
    },
    body: /-d '(.+)'/.exec(banner)?.[1] ?? '',
  })
  expect([answer.status, await answer.json()]).toMatchObject([201, { status: 'settled' }])
  command.signal('SIGINT')
  const { exitCode, stdout, stderr } = await command.ended
  expect([exitCode, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/\nstopped\n$/)
  expect(await leftoversOf(state, repository)).toEqual(nothingLeft)
})
