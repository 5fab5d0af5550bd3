import { expect, test } from 'vitest'
import { findBrowser, findCommand, javaMajorOfRelease } from './machine.mjs'
import { checkPlatform } from './platform.mjs'

test.each([
  ['JAVA_RUNTIME_VERSION="x"\nJAVA_VERSION="17.0.13"\n', 17],
  ['JAVA_VERSION="21"', 21],
  ['JAVA_VERSION="1.8.0_402"', 8],
  ['IMPLEMENTOR="Debian"', undefined],
])('the release file %j is read as Java %s', (release, major) => {
  expect(javaMajorOfRelease(release)).toBe(major)
})

test('a command is found where PATH says, and only if it can be executed', () => {
  expect(findCommand('sh', '/nowhere:/bin')).toBe('/bin/sh')
  expect(findCommand('passwd', '/etc')).toBeUndefined()
})

test('where no browser is on PATH, there is none', () => {
  expect(findBrowser('/nowhere')).toBeUndefined()
})

test('Node 16 and Windows are refused with what was expected', () => {
  expect(() => checkPlatform('16.20.0', 'linux')).toThrow(/is 16\.20\.0, expected 18 or newer/)
  expect(() => checkPlatform('20.0.0', 'win32')).toThrow(/is win32, expected linux/)
  expect(checkPlatform('18.0.0', 'linux')).toBeUndefined()
})
