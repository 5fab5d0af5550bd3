import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunLedger, openRunLedger } from '../lifecycle/run-ledger.ts'
import { spawnOwned } from '../lifecycle/spawn-owned.ts'
import { stateFolder } from '../testing/state-folder.ts'
import { byFunction, type MeasuredInterval, total } from './function-instructions.ts'
import { countedLaunch, CountedNode, nativeLaunch } from './node-under-callgrind.ts'
import { valgrindVersion } from './valgrind.ts'

const fixture = join(import.meta.dirname, 'fixtures', 'works-when-asked.ts')
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

/** One interval for each amount of work, in a server that is idle whenever it is read. */
async function countEach(amounts: readonly number[]): Promise<MeasuredInterval[]> {
  const folder = join(ledger.folder, 'counted')
  mkdirSync(folder)
  const { nodeOptions = [] } = nativeLaunch(folder)
  const { under = [], nodeOptions: options = [] } = countedLaunch(folder, nodeOptions)
  const [command = '', ...before] = under
  const listening = Promise.withResolvers<number>()
  await using server = await spawnOwned({
    ledger,
    what: 'a counted server',
    command,
    args: [...before, process.execPath, ...options, fixture],
    inherit: 'essential',
    env: { HOST: host },
    onLine(line) {
      // Valgrind has words of its own on stderr.
      if (line.startsWith('{')) listening.resolve((JSON.parse(line) as { port: number }).port)
    },
  })
  const port = await server.whileAlive(listening.promise)
  const ask = async (path: string) => (await fetch(`http://${host}:${port}${path}`)).text()
  const { pid } = server
  const counted = new CountedNode({ pid, folder, armFolder: import.meta.dirname, ledger, host })
  await counted.startCounting(() => ask('/'))
  const intervals: MeasuredInterval[] = []
  for (const rounds of amounts) {
    await ask('/rounds/1')
    await counted.mark()
    await ask(`/rounds/${rounds}`)
    intervals.push(await counted.read())
  }
  return intervals
}

it('a marked interval has the work that was done in it, and its function has a name and a line', async () => {
  expect(await valgrindVersion()).toMatch(/^valgrind-\d/)
  const intervals = await countEach([20_000, 120_000, 120_000])
  const [few, many, again] = intervals.map((interval) =>
    byFunction([interval]).get('workHard\nfixtures/works-when-asked.ts'),
  )
  expect(many?.place).toEqual({
    function: 'workHard',
    file: 'fixtures/works-when-asked.ts',
    line: 4,
  })
  const perRound = ((many?.instructions ?? 0) - (few?.instructions ?? 0)) / 100_000
  expect(perRound).toBeGreaterThan(10)
  const repeated = (again?.instructions ?? 0) / (many?.instructions ?? 1)
  expect(Math.abs(repeated - 1)).toBeLessThan(1e-5)
  const sums = intervals.map(({ functions }) => total(functions.map((one) => one.instructions)))
  expect(sums).toEqual(intervals.map(({ instructions }) => instructions))
})
