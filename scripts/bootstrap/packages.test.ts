import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { linkPinnedNode } from './packages.mjs'

let root: string
const link = () => join(root, 'node_modules', '.bin', 'node')

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plumbline-packages-'))
  mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true })
  mkdirSync(join(root, 'node_modules', 'node', 'bin'), { recursive: true })
  writeFileSync(join(root, 'node_modules', 'node', 'bin', 'node'), 'the pinned one')
})
afterEach(() => rmSync(root, { recursive: true }))

test('npx finds the pinned Node, which npm did not link', () => {
  linkPinnedNode(root)
  linkPinnedNode(root)
  expect(readFileSync(link(), 'utf8')).toBe('the pinned one')
})

test('a link that leads nowhere is made anew', () => {
  symlinkSync('../gone/node', link())
  linkPinnedNode(root)
  expect(readFileSync(link(), 'utf8')).toBe('the pinned one')
})
