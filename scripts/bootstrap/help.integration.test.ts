import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'

/**
 * A fresh clone as far as help goes, without packages, on a machine whose npm says when it is
 * called.
 */
const root = resolve(import.meta.dirname, '../..')
let folder = ''
const inFolder = (...names: readonly string[]) => join(folder, ...names)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'help-'))
  for (const path of ['scripts/bootstrap', 'perf/usage.txt', 'package.json']) {
    cpSync(join(root, path), inFolder('clone', path), { recursive: true })
  }
  writeFileSync(inFolder('clone', 'package-lock.json'), '{"packages":{}}')
  mkdirSync(inFolder('bin'))
  writeFileSync(inFolder('bin', 'npm'), `#!/bin/sh\necho called > ${inFolder('npm.log')}\nexit 1\n`)
  chmodSync(inFolder('bin', 'npm'), 0o755)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const start = (...args: readonly string[]) =>
  spawnSync(
    process.execPath,
    [inFolder('clone/scripts/bootstrap/main.mjs'), '--needs', 'services', '--', ...args],
    { env: { PATH: inFolder('bin'), HOME: folder }, encoding: 'utf8' },
  )
const installed = () =>
  ['npm.log', 'clone/node_modules', 'clone/.plumbline'].filter((name) => existsSync(inFolder(name)))

const usage = readFileSync(join(root, 'perf/usage.txt'), 'utf8')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string
}

test.each([
  [['--help'], usage],
  [['-h'], usage],
  [['help'], usage],
  [['load', '--help'], usage],
  [['--version'], `${version}\n`],
])('a fresh clone answers %j and installs nothing', (args, expected) => {
  const { status, stdout, stderr } = start('perf/cli.ts', ...args)
  expect([status, stdout, stderr]).toEqual([0, expected, ''])
  expect(installed()).toEqual([])
})

test('a reader that has gone, as that of `| head` does, is no failure', async () => {
  const child = spawn(
    process.execPath,
    [inFolder('clone/scripts/bootstrap/main.mjs'), '--', 'perf/cli.ts', '--help'],
    { env: { PATH: inFolder('bin'), HOME: folder }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  child.stdout.destroy()
  const [said, [status]] = await Promise.all([text(child.stderr), once(child, 'close')])
  expect([status, said]).toEqual([0, ''])
})

test('a fresh clone that is asked for anything else installs first', () => {
  expect(start('perf/cli.ts', 'report').status).toBe(2)
  expect(installed()).toContain('npm.log')
})

test('the help of another script is that script’s to give', () => {
  expect(start('scripts/check.ts', '--help').status).toBe(2)
  expect(installed()).toContain('npm.log')
})
