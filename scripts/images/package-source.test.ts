import { expect, test } from 'vitest'
import { packageSource } from './package-source.ts'

const bookworm = 'ID=debian\nVERSION_CODENAME=bookworm\n'
const noble = 'ID=ubuntu\nVERSION_CODENAME=noble\nID_LIKE=debian\n'

test('Debian names its mirror in deb822 form', () => {
  const sources = [
    'Types: deb\nURIs: http://security.example/debian-security\nSuites: bookworm-security\n\n' +
      'Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\n',
  ]
  expect(packageSource(bookworm, sources)).toEqual({
    mirror: 'http://mirror.example/debian',
    suite: 'bookworm',
    components: ['main'],
  })
})

test('older systems name it in lines, with options or without', () => {
  const line =
    'deb [signed-by=/usr/share/keyrings/a.gpg] http://mirror.example/debian bookworm main'
  expect(packageSource(bookworm, ['', `# comment\n${line}\n`]).mirror).toBe(
    'http://mirror.example/debian',
  )
})

test('Ubuntu needs universe, where it keeps Redis', () => {
  const sources = ['deb http://mirror.example/ubuntu noble main universe\n']
  expect(packageSource(noble, sources).components).toEqual(['main', 'universe'])
})

test('a machine that names no mirror of its release is refused', () => {
  expect(() => packageSource(bookworm, ['deb http://other.example/debian sid main'])).toThrow(
    /apt sources name no mirror of bookworm/,
  )
})

test('another distribution is refused', () => {
  expect(() => packageSource('ID=fedora\nVERSION_CODENAME=""\n', [])).toThrow(
    /cannot be built on "fedora", expected Debian or Ubuntu/,
  )
})
