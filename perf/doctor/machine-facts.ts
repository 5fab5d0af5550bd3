import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, freemem, release, totalmem, type } from 'node:os'
import { readProc } from '../probes/process-tree.ts'
import type { MachineFacts } from './facts.ts'

export function readMachine(): MachineFacts {
  return {
    os: osName(),
    kernel: `${type()} ${release()}`,
    cpuModel: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    cpus: cpus().length,
    memoryBytes: totalmem(),
    availableBytes: availableBytesOf(readProc('/proc/meminfo') ?? '') ?? freemem(),
  }
}

/** The kernel's own estimate (proc(5)): free memory alone counts the page cache as used. */
export function availableBytesOf(meminfo: string): number | undefined {
  const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1]
  return kib === undefined ? undefined : Number(kib) * 1024
}

function osName(): string {
  try {
    const text = readFileSync('/etc/os-release', 'utf8')
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(text)?.[1] ?? type()
  } catch {
    return type()
  }
}
