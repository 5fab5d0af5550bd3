import { expect, test } from 'vitest'
import { isUsefulGo } from './go.ts'

test.each([
  ['go1.26.6', true],
  ['go1.21', true],
  ['devel go1.27-3f1a2b4 linux/amd64', true],
  ['go2.0', true],
  ['go1.19.8', false],
  ['', false],
])('"%s" fetches newer ones by itself: %s', (version, useful) => {
  expect(isUsefulGo(version)).toBe(useful)
})
