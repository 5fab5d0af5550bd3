import { expect, test } from 'vitest'
import { completeLock, missingOptionalPackages } from './complete-lock.ts'
import { exactlyPinned, lockIsComplete, lockWithoutHosts } from './dependencies.ts'
import { trackedFiles } from './repository.ts'

const files = trackedFiles()

test('every dependency is pinned exactly', () => {
  expect(exactlyPinned(files)).toEqual([])
})

test.each(['^1.2.3', '~1.2.3', '1.x', 'latest', '>=1.0.0', 'github:a/b'])(
  'a dependency on "%s" is seen',
  (version) => {
    const text = JSON.stringify({ dependencies: { a: '1.2.3', b: version } })
    expect(exactlyPinned([{ path: 'package.json', text }])).toHaveLength(1)
  },
)

test('the lock file names no address to download from', () => {
  expect(lockWithoutHosts(files)).toEqual([])
})

test('an address in the lock file is seen', () => {
  const text = '"resolved": "https://example.com/a.tgz"'
  expect(lockWithoutHosts([{ path: 'package-lock.json', text }])).toHaveLength(1)
})

test('the lock file names the optional packages of all platforms', () => {
  expect(lockIsComplete(files)).toEqual([])
})

const lock = {
  packages: {
    '': {},
    'node_modules/tool': {
      dev: true,
      optionalDependencies: {
        '@tool/binding-linux-arm64-musl': '1.0.0',
        '@tool/binding-win32-x64-msvc': '1.0.0',
        nested: '2.0.0',
      },
    },
    'node_modules/tool/node_modules/nested': { version: '2.0.0', optional: true },
  },
}

test('missing optional packages are seen, nested ones found', () => {
  const text = JSON.stringify(lock)
  expect(lockIsComplete([{ path: 'package-lock.json', text }])).toHaveLength(2)
})

test('a completed lock carries version and platform, and lacks nothing', () => {
  const completed = completeLock(lock)
  expect(completed.packages['node_modules/@tool/binding-linux-arm64-musl']).toEqual({
    version: '1.0.0',
    dev: true,
    optional: true,
    os: ['linux'],
    cpu: ['arm64'],
    libc: ['musl'],
  })
  expect(missingOptionalPackages(completed)).toEqual([])
})
