import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import type { RunResult } from '../result/document.ts'
import { fixtures } from '../report/fixtures.ts'
import { renderJson } from '../report/json.ts'
import { parseResult } from '../result/read.ts'
import { externalFlags, runCommand } from '../testing/command-line.ts'
import { type FixtureRepository, fixtureRepository } from '../testing/fixture-repository.ts'
import { assertNothingLeft } from '../testing/leftovers.ts'
import { type PostgresUser, postgresUser } from '../testing/postgres-user.ts'
import { type StateFolder, stateFolder } from '../testing/state-folder.ts'

const services = inject('services')
let repository: FixtureRepository
let state: StateFolder
let user: PostgresUser

beforeEach(async () => {
  repository = fixtureRepository()
  state = stateFolder()
  user = await postgresUser(services.postgresAdminUrl)
})

afterEach(async () => {
  try {
    await assertNothingLeft(state, repository)
    assert.deepEqual(await user.databases(), [])
    await user[Symbol.asyncDispose]()
  } finally {
    repository[Symbol.dispose]()
    state[Symbol.dispose]()
  }
})

const check = (args: readonly string[], wrapper: readonly string[] = []) =>
  runCommand({
    repository: repository.folder,
    cacheFolder: state.cache,
    wrapper,
    args: [
      ...externalFlags({ ...services, postgresAdminUrl: user.adminUrl }),
      '--generations',
      '1',
      ...(args.includes('--out') ? [] : ['--out', join(state.cache, 'out')]),
      ...args,
    ],
  })

const result = (): RunResult => {
  const file = join(state.cache, 'out', 'result.json')
  return parseResult(readFileSync(file, 'utf8'), file)
}

describe('check', () => {
  it('of identical trees says that it was a self-check, and leaves a dirty tree as it was', async () => {
    repository.write('README.md', 'changed')
    repository.write('untracked.txt', 'new')
    repository.git('add', 'README.md')
    const before = repository.git('status', '--porcelain=v2', '--branch')
    const { exitCode, stdout } = await check(['--scenario', 'control'])
    const measured = result()
    expect([measured.kind, measured.head.dirty]).toEqual(['self-check', true])
    expect(stdout).toMatch(/self-check/i)
    const comment = readFileSync(join(state.cache, 'out', 'comment.md'), 'utf8')
    expect(comment).toMatch(/self-check/i)
    expect(exitCode).toBe(0)
    expect(repository.git('status', '--porcelain=v2', '--branch')).toBe(before)
    expect(repository.git('stash', 'list')).toBe('')
  })

  it('fails a working tree that loses money, and names the broken invariants first', async () => {
    repository.replace(
      'system/modules/payments/batch-columns.ts',
      'accountId: creditor.id, amountMinor: creditedMinor }',
      'accountId: creditor.id, amountMinor: creditedMinor - 1 }',
    )
    const { exitCode, stdout } = await check(['--scenario', 'payments'])
    expect(stdout).toContain('payments.double-entry')
    expect(exitCode).toBe(1)
    const measured = result()
    expect([measured.kind, measured.outcome]).toEqual(['comparison', 'failed'])
    const violated = measured.scenarios.flatMap(({ invariants }) =>
      invariants.filter(({ violations }) => violations > 0).map(({ id, arm }) => `${arm} ${id}`),
    )
    expect(violated).toContain('head payments.double-entry')
    expect(violated.filter((line) => line.startsWith('base'))).toEqual([])
  })
})

const isRoot = process.getuid?.() === 0
const asRoot = isRoot ? [] : ['sudo', '-n', '--preserve-env']

describe('a full disk', () => {
  /** A mount in a namespace of its own goes with the process, however that ends. */
  const tinyDisk = (size: string, then: string) => {
    const out = join(state.cache, 'out')
    mkdirSync(out)
    const mount = `mount -t tmpfs -o size=${size} tmpfs ${out} && ${then} && exec "$0" "$@"`
    return [...asRoot, 'unshare', '--mount', 'sh', '-c', mount]
  }

  it('under the recordings ends the run with 2 and names the file', async () => {
    const fill = `head -c 4096 /dev/zero > ${state.cache}/out/full`
    const { exitCode, stderr } = await check(['--scenario', 'control'], tinyDisk('4k', fill))
    expect(stderr).toMatch(/error \(disk\): .*the recording was not written to \/.*ENOSPC/)
    expect(stderr.match(/^error /gm)).toHaveLength(1)
    expect(exitCode).toBe(2)
  })

  it('under the reports ends the command with 2 and names the folder', async () => {
    writeFileSync(join(state.cache, 'result.json'), renderJson(fixtures['self-check']))
    const out = join(state.cache, 'out')
    const { exitCode, stderr } = await runCommand({
      repository: repository.folder,
      cacheFolder: state.cache,
      wrapper: tinyDisk(
        '128k',
        `cp ${state.cache}/result.json ${out} && head -c 120k /dev/zero >> ${out}/full || true`,
      ),
      args: ['report', '--result', join(out, 'result.json')],
    })
    expect(stderr).toMatch(/error \(disk\): the report was not written to \/.*ENOSPC/)
    expect(stderr.match(/^error /gm)).toHaveLength(1)
    expect(exitCode).toBe(2)
  })

  it('or an output folder that cannot be is known before any service is asked for', async () => {
    const file = join(state.cache, 'file')
    writeFileSync(file, '')
    const { exitCode, stderr } = await check(['--out', join(file, 'out')])
    expect(stderr).toMatch(/error \(disk\): output folder .* cannot be written to: E/)
    expect(stderr).not.toContain('Starting Postgres')
    expect(exitCode).toBe(2)
  })
})
