import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { readCpuJiffies, stealPercent } from './cpu-steal.ts'
import { CpuClock } from './cpu-time.ts'
import { ioCalls } from './io-calls.ts'
import { rssBytesPeak } from './memory.ts'
import { statementsBetween } from './postgres-statements.ts'
import { processTree } from './process-tree.ts'
import { parsePrometheus, sumOf } from './prometheus-text.ts'
import { commandName, isHousekeeping, redisCommandsBetween } from './redis-commands.ts'

describe('CPU clock', () => {
  it('sees work of the process and of its children, and never falls when a child ends', async () => {
    const clock = new CpuClock(process.pid)
    const before = clock.readNs()
    const child = spawn('sh', ['-c', 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; read x'])
    const started = performance.now()
    while (clock.readNs() - before < 50_000_000n && performance.now() - started < 20_000) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    const during = clock.readNs()
    expect(during - before).toBeGreaterThan(50_000_000n)
    expect(processTree(process.pid)).toContain(child.pid)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(clock.readNs()).toBeGreaterThanOrEqual(during)
  })

  it('of a process that does not exist is zero', () => {
    expect(new CpuClock(2 ** 22 + 1).readNs()).toBe(0n)
  })
})

describe('process readings', () => {
  it('give memory and io of a living process and undefined for a dead one', () => {
    expect(rssBytesPeak(process.pid)).toBeGreaterThan(10_000_000)
    expect(ioCalls(process.pid)?.reads).toBeGreaterThan(0)
    expect(rssBytesPeak(2 ** 22 + 1)).toBeUndefined()
    expect(ioCalls(2 ** 22 + 1)).toBeUndefined()
  })
})

describe('steal', () => {
  it('is the share of jiffies between two readings', () => {
    expect(stealPercent({ total: 100, steal: 1 }, { total: 300, steal: 11 })).toBe(5)
    expect(stealPercent({ total: 100, steal: 1 }, { total: 100, steal: 1 })).toBe(0)
  })

  it('is read from the first line of /proc/stat', () => {
    const jiffies = readCpuJiffies()
    expect(jiffies.total).toBeGreaterThan(0)
    expect(jiffies.steal).toBeLessThan(jiffies.total)
    expect(jiffies.idle).toBeGreaterThan(0)
    expect(jiffies.idle).toBeLessThan(jiffies.total)
  })
})

describe('Prometheus text', () => {
  const text = '# HELP a b\n# TYPE a counter\na{x="1"} 2\na{x="2"} 3.5\nb 1e3\nc NaN\n'

  it('is summed over label sets, and a name that is not there is undefined', () => {
    const samples = parsePrometheus(text)
    expect(sumOf(samples, 'a')).toBe(5.5)
    expect(sumOf(samples, 'b')).toBe(1000)
    expect(sumOf(samples, 'c')).toBeUndefined()
  })

  it('is summed over what matches, and over sets with one label alone', () => {
    const samples = parsePrometheus(text)
    expect(sumOf(samples, /^[ab]$/)).toBe(1005.5)
    expect(sumOf(samples, 'a', 'x="2"')).toBe(3.5)
    expect(sumOf(samples, 'b', 'x="2"')).toBeUndefined()
  })
})

describe('Redis commands', () => {
  it('between two readings are those that were called', () => {
    const before = new Map([
      ['get', 1],
      ['set', 2],
    ])
    const after = new Map([
      ['get', 4],
      ['set', 2],
      ['hincrby', 2],
    ])
    expect([...redisCommandsBetween(before, after)]).toEqual([
      ['get', 3],
      ['hincrby', 2],
    ])
  })

  it('are named with their subcommand, and housekeeping is none of the work', () => {
    expect(commandName('HINCRBY', 'key')).toBe('hincrby')
    expect(commandName('CLIENT', 'SETNAME')).toBe('client|setname')
    expect(isHousekeeping('client|setname')).toBe(true)
    expect(isHousekeeping('hincrby')).toBe(false)
  })
})

describe('Postgres statements', () => {
  const done = (text: string, calls: number) => ({
    text,
    calls,
    rows: calls * 2,
    blocks: calls * 3,
    walRecords: 0,
    walBytes: 0,
  })

  it('between two readings are those that were called, by the work that was added', () => {
    const before = [done('select $1', 5), done('insert', 1)]
    const after = [done('insert', 1), done('select $1', 9), done('update', 2)]
    expect(statementsBetween(before, after)).toEqual([done('select $1', 4), done('update', 2)])
  })
})
