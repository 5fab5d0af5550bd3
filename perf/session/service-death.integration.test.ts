import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRecords, recordsOf } from '../lifecycle/ledger-file.ts'
import { startCommand } from '../testing/command-line.ts'
import { type FixtureRepository, fixtureRepository } from '../testing/fixture-repository.ts'
import { leftoversOf, nothingLeft } from '../testing/leftovers.ts'
import { loadIsUnderWay } from '../testing/load-is-under-way.ts'
import { type StateFolder, stateFolder } from '../testing/state-folder.ts'

let repository: FixtureRepository

beforeAll(() => {
  repository = fixtureRepository()
})

afterAll(() => repository[Symbol.dispose]())

const flags = (state: StateFolder) =>
  `--services embedded --scenario payments --generations 2 --out ${state.cache}/out`.split(' ')

/** From the kill to the end of the command: stopping two services and a load takes its time. */
const endsWithinMs = 30_000

// Side by side: each run has services, ports and folders of its own, as on a shared machine.
describe.concurrent('a service killed in mid-load', () => {
  it.each(['postgres', 'redis', 'kafka'])(
    '%s ends the run soon, with one error that names it and nothing left',
    async (service) => {
      using state = stateFolder()
      await using command = startCommand({
        repository: repository.folder,
        cacheFolder: state.cache,
        args: flags(state),
      })
      const runFolder = await loadIsUnderWay(command, state)
      const server = recordsOf(readRecords(runFolder), 'process').find(
        ({ what }) => what === service,
      )
      const killedAtMs = performance.now()
      process.kill(server?.pid ?? 0, 'SIGKILL')
      const { exitCode, stderr } = await command.ended
      expect(performance.now() - killedAtMs).toBeLessThan(endsWithinMs)
      expect(exitCode).toBe(2)
      expect(stderr.match(/^error .*/gm)).toEqual([
        expect.stringContaining(`error (service): ${service} ended by itself with signal SIGKILL`),
      ])
      expect(await leftoversOf(state, repository)).toEqual(nothingLeft)
    },
  )
})
