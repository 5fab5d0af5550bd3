import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openRunLedger } from '../lifecycle/run-ledger.ts'
import { externalFlags, type RunningCommand, startCommand } from '../testing/command-line.ts'
import { type FixtureRepository, fixtureRepository } from '../testing/fixture-repository.ts'
import { leftoversOf, nothingLeft } from '../testing/leftovers.ts'
import { type StateFolder, stateFolder } from '../testing/state-folder.ts'
import { nothingPlanted } from './assess.ts'
import { plantChanges } from './planted-clone.ts'
import { parseRound } from './record.ts'
import { serialiseRound } from './record-folder.ts'
import { roundOfResult } from './round-of-result.ts'
import { runCheck } from './run-check.ts'

let repository: FixtureRepository

beforeAll(() => {
  repository = fixtureRepository()
})

afterAll(() => repository[Symbol.dispose]())

const start = (state: StateFolder, ...args: readonly string[]): RunningCommand =>
  startCommand({
    repository: repository.folder,
    cacheFolder: state.cache,
    args: ['selftest', ...args, ...externalFlags(inject('services'))],
  })

const recordFolder = () => join(repository.folder, 'baselines/local-2cpu/judge-record')
const recorded = () => (existsSync(recordFolder()) ? readdirSync(recordFolder()) : [])

test('stopped in the midst of a round it ends with 2, leaves nothing and records nothing', async () => {
  using state = stateFolder()
  const before = recorded()
  await using command = start(state, '--only', 'cpu-10,self-check', '--scenario', 'control')
  await command.until(/1\/12 self-check: measuring/)
  // Its own run, and that of the check that it has started.
  await untilTrue(() => state.runs().length === 2)
  command.signal('SIGINT')
  const { exitCode, stderr } = await command.ended
  expect([exitCode, stderr.match(/^error .*/gm)]).toEqual([
    2,
    [expect.stringMatching(/^error \(interrupted\): run stopped by SIGINT/)],
  ])
  expect(await leftoversOf(state, repository)).toEqual(nothingLeft)
  expect(recorded()).toEqual(before)
})

test('a patch that no longer fits is named before anything is measured', async () => {
  using state = stateFolder()
  const other = repository.commitWith('other-auth', () => {
    repository.replace('system/platform/http/auth.ts', 'const bearer =', 'const tokenPattern =')
    repository.replace('system/platform/http/auth.ts', 'bearer.exec', 'tokenPattern.exec')
  })
  const moved = join(state.cache, 'moved')
  execFileSync('git', ['worktree', 'add', '--quiet', '--detach', moved, other], {
    cwd: repository.folder,
  })
  try {
    const planting = plantChanges({
      repository: moved,
      folder: join(state.cache, 'clone'),
      changes: ['cpu-10'],
    })
    await expect(planting).rejects.toThrow(/the planted change cpu-10 is stale/)
  } finally {
    repository.git('worktree', 'remove', '--force', moved)
  }
})

test('a planted commit goes through the ordinary check and comes out as a round', async () => {
  using state = stateFolder()
  await using ledger = await openRunLedger(join(state.cache, 'runs'))
  await using closing = new AsyncDisposableStack()
  const clone = await plantChanges({
    repository: repository.folder,
    folder: join(ledger.folder, 'planted'),
    changes: ['comment'],
  })
  const { result, durationMs } = await runCheck({
    ledger,
    closing,
    repository: clone.folder,
    base: clone.commit,
    head: clone.planted.get('comment') ?? '',
    outFolder: join(ledger.folder, 'out'),
    flags: [
      '--scenario=control',
      '--generations=1',
      '--seed=7',
      '--lane=local-2cpu',
      ...externalFlags(inject('services')),
    ],
  })
  const round = roundOfResult({
    result,
    change: 'comment',
    patch: 'hash',
    truth: nothingPlanted,
    scenarioGlob: 'control',
    countsInstructions: false,
    durationMs,
  })
  expect(parseRound(serialiseRound(round), 'the round')).toEqual(round)
  expect(result.head.commit).toBe(clone.planted.get('comment'))
  expect(round).toMatchObject({
    commit: clone.commit,
    seed: 7,
    scenarios: [{ name: 'control', generations: { index: [0] } }],
  })
})

const untilMs = 60_000
const pollMs = 50

async function untilTrue(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + untilMs
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`still not true: ${holds.toString()}`)
    await sleep(pollMs)
  }
}
