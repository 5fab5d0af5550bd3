import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { survivingNode } from './surviving-node.mjs'

const folder = mkdtempSync(join(tmpdir(), 'surviving-node-'))
afterAll(() => rmSync(folder, { recursive: true }))

function aNode(name: string): string {
  mkdirSync(join(folder, name))
  writeFileSync(join(folder, name, 'node'), '')
  return join(folder, name, 'node')
}
const [ofNpm, onPath] = [aNode('npm'), aNode('path')]
const removed = join(folder, 'removed', 'node')
const PATH = `${join(folder, 'removed')}:${join(folder, 'path')}`

test('the running Node is used while it is there', () => {
  expect(survivingNode(process.execPath, { PATH, npm_node_execpath: ofNpm })).toBe(process.execPath)
})

test('a running Node that npm ci has removed gives way to the one that npm runs on', () => {
  expect(survivingNode(removed, { PATH, npm_node_execpath: ofNpm })).toBe(ofNpm)
})

test('when that one is gone as well, the first Node on the PATH that exists is taken', () => {
  expect(survivingNode(removed, { PATH, npm_node_execpath: removed })).toBe(onPath)
  expect(survivingNode(removed, { PATH })).toBe(onPath)
})
