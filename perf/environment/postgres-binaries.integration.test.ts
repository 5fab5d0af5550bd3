import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { packagedFolder, postgresBinaries } from './postgres-binaries.ts'
import { serviceUser } from './service-user.ts'

const user = serviceUser()
let base: string
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'plumbline-binaries-'))
  chmodSync(base, 0o755)
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

test('binaries that Postgres can reach are used in place', async () => {
  const open = await copyOfPackage('open', 0o755)
  const { postgres } = await postgresBinaries(user, path.join(base, 'cache'), open)
  expect(postgres).toBe(path.join(open, 'bin/postgres'))
  expect(existsSync(path.join(base, 'cache'))).toBe(false)
})

test('binaries of a checkout closed to others are copied once to the cache folder', async () => {
  const closed = await copyOfPackage('closed', 0o700)
  const cache = path.join(base, 'cache')
  const first = await postgresBinaries(user, cache, closed)
  const second = await postgresBinaries(user, cache, closed)
  expect(second).toEqual(first)
  // Only root runs Postgres as somebody else; for others the checkout is their own.
  const expected = user === undefined ? closed : path.join(cache, readdirSync(cache)[0] ?? '')
  expect(first.postgres).toBe(path.join(expected, 'bin/postgres'))
  expect(String(execFileSync(first.postgres, ['--version'], { ...user }))).toMatch(/ 18\.\d/)
})

test('a cache folder that is closed as well is refused with the way out', async () => {
  const closed = await copyOfPackage('closed', 0o700)
  const cache = path.join(path.dirname(path.dirname(closed)), 'cache')
  const attempt = postgresBinaries({ uid: 65_534, gid: 65_534 }, cache, closed)
  await expect(attempt).rejects.toMatchObject({
    code: 'prerequisite',
    message: expect.stringMatching(/cannot be run by user id 65534/),
    remedy: expect.stringContaining('PLUMBLINE_CACHE'),
  })
})

/** `base/NAME/package/native`, with `base/NAME` closed or open to others. */
async function copyOfPackage(name: string, mode: number): Promise<string> {
  const native = await packagedFolder()
  const target = path.join(base, name, 'package')
  mkdirSync(target, { recursive: true })
  cpSync(path.dirname(native), target, { recursive: true, verbatimSymlinks: true })
  chmodSync(path.join(base, name), mode)
  return path.join(target, 'native')
}
