import { cpus, release, totalmem, type } from 'node:os'
import { readFileSync } from 'node:fs'
import type { Fingerprint } from '../result/document.ts'
import { laneOf } from './lane.ts'

/**
 * `machine/` says on what a run was made. Readers of the machine's state while it runs (steal, disk)
 * are probes and live elsewhere.
 */
export interface MachineFacts {
  readonly cpuModel: string
  readonly cores: number
  readonly memoryBytes: number
  readonly os: string
}

/** What measured: filled in from the environment that was started. */
export type SoftwareFacts = Pick<
  Fingerprint,
  'node' | 'postgres' | 'redis' | 'kafka' | 'autocannon' | 'provider' | 'durability'
>

/** `variables` are the process's environment variables as `config.ts` read them. */
export function fingerprintOf(
  machine: MachineFacts,
  software: SoftwareFacts,
  variables: Readonly<Record<string, string | undefined>>,
): Fingerprint {
  return { lane: laneOf(machine, variables), ...machine, ...software }
}

export function readMachineFacts(): MachineFacts {
  const found = cpus()
  return {
    cpuModel: found[0]?.model.trim() || 'unknown',
    cores: found.length,
    memoryBytes: totalmem(),
    os: readOsName(),
  }
}

/** As the distribution calls itself, else the kernel's name: "Debian GNU/Linux 12 (bookworm)". */
function readOsName(): string {
  try {
    return osNameOf(readFileSync('/etc/os-release', 'utf8')) ?? kernelName()
  } catch {
    return kernelName()
  }
}

/** `text` is an os-release(5) file. */
export function osNameOf(text: string): string | undefined {
  return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(text)?.[1]
}

function kernelName(): string {
  return `${type()} ${release()}`
}
