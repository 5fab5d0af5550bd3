import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixtures } from '../report/fixtures.ts'
import { renderJson } from '../report/json.ts'
import { runCommand, startCommand } from '../testing/command-line.ts'
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

/** Only a check takes --out, and a line that begins with a flag is one. */
const run = (args: readonly string[], folder = repository.folder) => {
  const out = args[0]?.startsWith('--') === true ? ['--out', join(state.cache, 'out')] : []
  return runCommand({ repository: folder, cacheFolder: state.cache, args: [...args, ...out] })
}

describe('a command line that cannot be meant', () => {
  it.each([
    [
      ['--bse', 'HEAD'],
      /^error \(usage\): check does not take --bse \(did you mean --base\?\), expected one of --profile/,
    ],
    [
      ['chek'],
      /^error \(usage\): command "chek" is unknown \(did you mean check\?\), expected one of baseline, check/,
    ],
    [['lod'], /^error \(usage\): command "lod" is unknown \(did you mean load\?\)/],
    [['help', 'lod'], /^error \(usage\): command "lod" is unknown \(did you mean load\?\)/],
    [['help', 'load', 'fx'], /^error \(usage\): help load got "fx", expected no words/],
    [['constructor'], /^error \(usage\): command "constructor" is unknown, expected one of/],
    [['__proto__'], /^error \(usage\): command "__proto__" is unknown, expected one of/],
    [['payments'], /^error .* is unknown, .*\n  try: npm run perf -- --scenario payments$/m],
    [['load', 'fx'], /^error .* load got "fx", .*\n  try: npm run perf -- load --scenario fx$/m],
    [
      ['report', '--result', '/no'],
      /^error \(input\): result \/no does not exist.*\n  try: npm run/,
    ],
    [
      ['baseline', 'update', '--result=/no'],
      /^error \(input\): result \/no does not exist.*\n  try/,
    ],
    [['baseline', 'valueOf'], /^error \(usage\): baseline "valueOf" is unknown, expected one of/],
    [
      ['baseline'],
      /^error \(usage\): baseline lacks a subcommand, expected one of update, show, verify, propose/,
    ],
    [['baseline', 'drop'], /^error \(usage\): baseline "drop" is unknown, expected one of update/],
    [
      ['serve', '--scenario', 'x'],
      /^error \(usage\): serve does not take --scenario, expected one/,
    ],
    [
      ['check', 'payments'],
      /^error .* check got "payments", expected no words\n  try: .*--scenario pay/,
    ],
    [
      ['--scenario', 'paymint'],
      /--scenario "paymint" matches nothing \(did you mean payments\?\), expected one of control/,
    ],
    [['--scenario', 'fx,netting'], /matches nothing \(did you mean '\{fx,netting\}'\?\), expected/],
    [['load', '--scenario', 'paymint'], /"paymint" is no scenario \(did you mean payments\?\), /],
    [
      ['load', '--scenario', 'pay*'],
      /"pay\*" is a glob, of which this command takes none: .*, expected one of .*\bpayments\b/,
    ],
    [['load', '--users', '5', '--think', '1d'], /--think is "1d", .* from 0s to 5m\n/],
    [['--lane', '../x'], /^error \(usage\): --lane is "\.\.\/x", expected a name like/],
    [['--profile', 'huge'], /^error \(usage\): --profile is "huge", expected one of quick/],
    [['--generations', '0'], /^error \(usage\): --generations is "0", expected a whole/],
  ])('%j ends with 2 and one error that says what was expected', async (args, said) => {
    const { exitCode, stderr, stdout } = await run(args)
    expect([exitCode, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(said)
    expect(stderr.match(/^error /gm)).toHaveLength(1)
    expect(stderr).not.toMatch(/^\s+(at |because: )/m)
  })

  it('names the ref that is unknown, before any service is started', async () => {
    const { exitCode, stderr } = await run(['--base', 'nowhere'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('error (git): ref "nowhere" is unknown here, expected a branch')
    expect(stderr).not.toContain('Starting Postgres')
    expect(await leftoversOf(state, repository)).toEqual(nothingLeft)
  })

  it.each([
    [['--base', 'nowhere', '--out', 'new'], /error \(git\): ref "nowhere" is unknown/],
    [['--head', 'nowhere', '--out', 'new'], /error \(git\): ref "nowhere" is unknown/],
    [['--out', 'README.md'], /error \(disk\): output folder .*README.md\/recordings cannot be/],
    [['--out', '/proc/none'], /error \(disk\): output folder \/proc\/none\/recordings cannot be/],
    [['load', '--out', 'README.md'], /error \(disk\): output folder .*README.md cannot be/],
    [['verify', '--out', 'README.md'], /error \(disk\): output folder .*README.md cannot be/],
    [['soak', '--history', 'perf', '--out', 'new'], /error \(disk\): the history .*perf cannot be/],
    [['selftest', '--out', 'README.md'], /error \(disk\): output folder .*README.md cannot be/],
    [['selftest', '--scenario', 'none'], /error \(usage\): --scenario "none" matches nothing/],
    [['selftest', '--lane', '../x'], /error \(usage\): --lane is "\.\.\/x", expected a name like/],
    [
      ['selftest', '--services', 'external'],
      /error \(usage\): --services external needs --postgres/,
    ],
  ])('%j is refused before anybody looks at the machine', async (args, said) => {
    // Looking at the machine makes this folder, to try its disk.
    const cacheFolder = join(state.cache, 'none')
    const { exitCode, stderr } = await runCommand({
      repository: repository.folder,
      cacheFolder,
      args,
    })
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(said)
    expect(stderr.match(/^error /gm)).toHaveLength(1)
    const made = [cacheFolder, join(repository.folder, 'new')].filter((path) => existsSync(path))
    expect(made).toEqual([])
  })
})

it('Ctrl-C before anything was started ends with 2 and says so', async () => {
  await using command = startCommand({
    repository: repository.folder,
    cacheFolder: state.cache,
    args: ['--out', join(state.cache, 'out'), '--services', 'embedded'],
  })
  await command.until('Resolving base and head')
  command.signal('SIGINT')
  const { exitCode, stdout, stderr } = await command.ended
  expect([exitCode, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/^error \(interrupted\): run stopped by SIGINT\. /m)
  expect(await leftoversOf(state, repository)).toEqual(nothingLeft)
})

it.each([
  [['--help'], 0],
  [['report', '--result', 'result.json'], 1],
])('%j ends with its own code though its reader has gone', async (args, expected) => {
  repository.write('result.json', renderJson(fixtures.regression))
  const child = spawn(process.execPath, [join(repository.folder, 'perf/cli.ts'), ...args], {
    cwd: repository.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.destroy()
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
  expect([code, said]).toEqual([expected, ''])
})

describe('a shallow clone', () => {
  it('without the base is named as such, with the command that mends it', async () => {
    const first = repository.git('rev-parse', 'HEAD')
    repository.git('commit', '--quiet', '--allow-empty', '--message', 'second')
    const clone = join(state.cache, 'clone')
    const source = `file://${repository.folder}`
    execFileSync('git', ['clone', '--quiet', '--depth', '1', source, clone])
    symlinkSync(join(repository.folder, 'node_modules'), join(clone, 'node_modules'))
    const { exitCode, stderr } = await run(['--base', first], clone)
    rmSync(clone, { recursive: true })
    expect(exitCode).toBe(2)
    expect(stderr).toContain(`ref "${first}" is not in this shallow clone`)
    expect(stderr).toContain('try: git fetch --unshallow')
  })
})
