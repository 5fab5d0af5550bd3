import { expect, test } from 'vitest'
import { installedMatchesLock, packagesStamp } from './stamp.mjs'

const linux = { platform: 'linux', arch: 'x64' }

test('the stamp is the same for the same lock file on the same platform', () => {
  expect(packagesStamp('{}', linux)).toBe(packagesStamp('{}', linux))
})

test('another lock file, platform or architecture is another stamp', () => {
  const stamps = [
    packagesStamp('{}', linux),
    packagesStamp('{ }', linux),
    packagesStamp('{}', { ...linux, platform: 'darwin' }),
    packagesStamp('{}', { ...linux, arch: 'arm64' }),
  ]
  expect(new Set(stamps).size).toBe(4)
})

const lock = {
  packages: {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b-darwin': { version: '2.0.0', optional: true },
  },
}

test("another platform's optional package may be missing", () => {
  expect(installedMatchesLock(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(
    true,
  )
})

test.each([
  ['a missing package', {}],
  ['another version', { 'node_modules/a': { version: '1.0.1' } }],
  [
    'a package too many',
    { 'node_modules/a': { version: '1.0.0' }, 'node_modules/c': { version: '1.0.0' } },
  ],
])('%s does not match the lock', (_, packages) => {
  expect(installedMatchesLock(lock, { packages })).toBe(false)
})
