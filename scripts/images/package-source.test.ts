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

test('a list of mirrors, as on the runners of GitHub, stands for its first', () => {
  const sources = ['URIs: mirror+file:/etc/apt/apt-mirrors.txt\nSuites: noble noble-updates\n']
  const lists: Readonly<Record<string, string>> = {
    '/etc/apt/apt-mirrors.txt':
      'http://near.example/ubuntu/\tpriority:1\nhttp://far.example/ubuntu/\tpriority:2\n',
  }
  const source = packageSource(noble, sources, (file) => lists[file] ?? '')
  expect(source.mirror).toBe('http://near.example/ubuntu/')
  expect(() => packageSource(noble, sources, () => '')).toThrow(/name no mirror of noble/)
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
