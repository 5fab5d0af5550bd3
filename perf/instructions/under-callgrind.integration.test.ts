import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunLedger, openRunLedger } from '../lifecycle/run-ledger.ts'
import { spawnOwned } from '../lifecycle/spawn-owned.ts'
import { stateFolder } from '../testing/state-folder.ts'
import type { MeasuredInterval } from './function-instructions.ts'
import { countedLaunch, CountedNode, nativeLaunch } from './node-under-callgrind.ts'
import { valgrindVersion } from './valgrind.ts'

const fixture = join(import.meta.dirname, 'fixtures', 'works-when-signalled.ts')
const host = '127.0.0.1'
const state = stateFolder()
let ledger: RunLedger

beforeAll(async () => {
  ledger = await openRunLedger(join(state.cache, 'runs'))
})

afterAll(async () => {
  await ledger[Symbol.asyncDispose]()
  state[Symbol.dispose]()
})

/** One interval of a process that calls `workHard` once with that many rounds. */
async function countOnce(rounds: number): Promise<MeasuredInterval> {
  const folder = join(ledger.folder, `counted-${rounds}`)
  mkdirSync(folder)
  const { under = [], nodeOptions = [] } = countedLaunch(
    folder,
    nativeLaunch(folder).nodeOptions ?? [],
  )
  const [command = '', ...before] = under
  const lines: string[] = []
  const said = async (word: string): Promise<void> => {
    while (!lines.some((line) => line.startsWith(word))) await sleep(20)
  }
  await using process_ = await spawnOwned({
    ledger,
    what: 'a counted process',
    command,
    args: [...before, process.execPath, ...nodeOptions, fixture, String(rounds)],
    inherit: 'essential',
    env: { HOST: host },
    onLine: (line) => lines.push(line),
  })
  await process_.whileAlive(said('ready'))
  const { pid } = process_
  const counted = new CountedNode({ pid, folder, armFolder: import.meta.dirname, ledger, host })
  await counted.startCounting()
  await counted.mark()
  process.kill(pid, 'SIGUSR2')
  await process_.whileAlive(said('done'))
  return counted.read()
}

it('a marked interval has the work that was done in it, and its function has a name and a line', async () => {
  expect(await valgrindVersion()).toMatch(/^valgrind-\d/)
  const [few, many] = await Promise.all([countOnce(20_000), countOnce(120_000)])
  const own = (interval: MeasuredInterval) =>
    interval.functions.find(({ place }) => place.function === 'workHard')
  expect(own(many)?.place).toEqual({
    function: 'workHard',
    file: 'fixtures/works-when-signalled.ts',
    line: 2,
  })
  const perRound = ((own(many)?.instructions ?? 0) - (own(few)?.instructions ?? 0)) / 100_000
  expect(perRound).toBeGreaterThan(10)
  expect(own(many)?.instructions).toBeGreaterThan(100_000 * perRound)
  const sum = many.functions.reduce((total, one) => total + one.instructions, 0)
  expect(sum).toBe(many.instructions)
})
