import { existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openRunLedger, type RunLedger } from '../lifecycle/run-ledger.ts'
import { linkDependencies, lockHash } from './dependencies.ts'

let folder = ''
let armFolder = ''
let ledger: RunLedger

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-dependencies-'))
  armFolder = join(folder, 'arm')
  mkdirSync(armFolder)
  writeFileSync(join(armFolder, 'package.json'), '{"name":"arm","version":"1.0.0"}')
  const lock = { name: 'arm', version: '1.0.0', lockfileVersion: 3, packages: { '': {} } }
  writeFileSync(join(armFolder, 'package-lock.json'), JSON.stringify(lock))
  ledger = await openRunLedger(join(folder, 'runs'))
})

afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const link = (onProgress: (line: string) => void) =>
  linkDependencies({
    armFolder,
    armName: 'base',
    alreadyInstalled: undefined,
    cacheFolder: join(folder, 'cache'),
    ledger,
    onProgress,
  })

test('what another run installed meanwhile is taken, not replaced under its feet', async () => {
  const installed = join(folder, 'cache/dependencies', await lockHash(armFolder, 'base'))
  const theirs = join(installed, 'node_modules/in-use')
  await link(() => {
    mkdirSync(theirs, { recursive: true })
    writeFileSync(join(installed, 'complete'), '')
  })
  expect(existsSync(theirs)).toBe(true)
  expect(readlinkSync(join(armFolder, 'node_modules'))).toBe(join(installed, 'node_modules'))
})

test('one lock file is installed once', async () => {
  const said: string[] = []
  await link((line) => said.push(line))
  await link((line) => said.push(line))
  expect(said).toEqual([expect.stringMatching(/^installing the base arm's dependencies \(lock /)])
})
