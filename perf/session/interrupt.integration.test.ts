import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRecords, recordsOf } from '../lifecycle/ledger-file.ts'
import { isAlive } from '../lifecycle/process-identity.ts'
import { type RunningCommand, runCommand, startCommand } from '../testing/command-line.ts'
import { type FixtureRepository, fixtureRepository } from '../testing/fixture-repository.ts'
import { leftoversOf, nothingLeft } from '../testing/leftovers.ts'
import { type StateFolder, stateFolder } from '../testing/state-folder.ts'
import { loadIsUnderWay } from '../testing/load-is-under-way.ts'

let repository: FixtureRepository

beforeAll(() => {
  repository = fixtureRepository()
})

afterAll(() => repository[Symbol.dispose]())

const start = (state: StateFolder, out: string, flags: readonly string[] = []): RunningCommand =>
  startCommand({
    repository: repository.folder,
    cacheFolder: state.cache,
    args: [
      ...`--services embedded --scenario control --out ${state.cache}/${out}`.split(' '),
      ...flags,
    ],
  })

/** Draining a system under load, stopping three services, removing two checkouts. */
const endsWithinMs = 30_000

async function expectOrderlyEnd(command: RunningCommand, state: StateFolder): Promise<void> {
  const startMs = performance.now()
  const { exitCode, stderr } = await command.ended
  expect(performance.now() - startMs).toBeLessThan(endsWithinMs)
  expect([exitCode, stderr.match(/^error .*/gm)]).toEqual([
    2,
    [expect.stringMatching(/run stopped by SIG(INT|TERM)\. Everything that it started is stopped/)],
  ])
  expect(await leftoversOf(state, repository)).toEqual(nothingLeft)
}

// Side by side: each run has services, ports and folders of its own, as on a shared machine.
describe.concurrent('a run in mid-load', () => {
  it('stopped by SIGINT ends in order with 2 and leaves nothing', async () => {
    using state = stateFolder()
    await using command = start(state, 'out')
    await loadIsUnderWay(command, state)
    command.signal('SIGINT')
    await expectOrderlyEnd(command, state)
  })

  it('killed with -9 is removed by clean, while a live one beside it is left alone', async () => {
    using state = stateFolder()
    await using killed = start(state, 'killed')
    await using live = start(state, 'live')
    const killedFolder = await loadIsUnderWay(killed, state)
    const liveFolder = await loadIsUnderWay(live, state)
    killed.signal('SIGKILL')
    await killed.ended
    const started = recordsOf(readRecords(liveFolder), 'process').filter(isAlive)
    const cleaned = await runCommand({
      repository: repository.folder,
      cacheFolder: state.cache,
      args: ['clean'],
    })
    expect(cleaned.exitCode).toBe(0)
    expect(cleaned.stdout).toContain('alive, left alone')
    expect(state.runs()).toEqual([liveFolder])
    expect(repository.git('worktree', 'list')).not.toContain(killedFolder)
    expect(live.output()).not.toContain('error')
    expect(started.filter((process) => process.what in services && !isAlive(process))).toEqual([])
    live.signal('SIGTERM')
    await expectOrderlyEnd(live, state)
  })
})

describe('a run that stops its services', () => {
  it('and is stopped by SIGINT then goes on to tell its verdict, and leaves nothing', async () => {
    using state = stateFolder()
    await using command = start(state, 'out', ['--generations', '1'])
    await command.until('Stopping services')
    command.signal('SIGINT')
    const { exitCode, stdout, stderr } = await command.ended
    expect(await leftoversOf(state, repository)).toEqual(nothingLeft)
    expect([exitCode, stderr.match(/^error .*/gm)]).toEqual([0, null])
    expect(stdout).toContain(`${state.cache}/out/result.json`)
  })
})

const services = { postgres: true, redis: true, kafka: true }
