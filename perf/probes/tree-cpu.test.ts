import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { readTreesCpuMs, jiffiesOf } from './tree-cpu.ts'

test('a process is charged with its user and system time and with that of the children it waited for', () => {
  const before = '3 0 1 1 0 -1 4194304 99 0 0'
  expect(jiffiesOf(`7 (a) b) R ${before} 1 20 300 4000 20 0 1 0 3854104`)).toBe(4321)
})

test('one that is gone is charged with nothing', () => {
  expect(jiffiesOf('')).toBe(0)
  expect(readTreesCpuMs([2 ** 22 + 1])).toBe(0)
})

test('what a child used stays when it has ended', () => {
  const ownMs = () => (process.cpuUsage().user + process.cpuUsage().system) / 1_000
  const before = { tree: readTreesCpuMs([process.pid]), own: ownMs() }
  const { status } = spawnSync('sh', ['-c', 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done'])
  expect(status).toBe(0)
  const [tree, own] = [readTreesCpuMs([process.pid]) - before.tree, ownMs() - before.own]
  expect(tree - own).toBeGreaterThan(30)
})
