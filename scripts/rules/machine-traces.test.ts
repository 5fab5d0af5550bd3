import { expect, test } from 'vitest'
import { machineTraces } from './machine-traces.ts'
import { root, trackedFiles } from './repository.ts'

const rule = machineTraces('/build/checkout')
const found = (text: string) => rule([{ path: 'a.ts', text }]).length

/** Put together here, so that this file itself names none. */
function host(...labels: string[]): string {
  return labels.join('.')
}

test('no tracked file names this machine or a package registry', () => {
  expect(machineTraces(root)(trackedFiles())).toEqual([])
})

test.each([
  `see https://${host('registry', 'npmjs', 'org')}/vitest`,
  `https://${host('npm', 'example', 'com')}/artifactory/npm/`,
  '//host/:_authToken=secret',
  `https://${host('repo1', 'maven', 'org')}/maven2`,
  'cd /home/alice/plumbline',
  'open /Users/bob/x.ts',
  'read /build/checkout/package.json',
])('"%s" is seen', (text) => {
  expect(found(text)).toBe(1)
})

test.each(['/home/someone/.cache', '/home/runner/work', '/build/checkouts', 'docker.io/redis'])(
  '"%s" is let pass',
  (text) => {
    expect(found(text)).toBe(0)
  },
)
