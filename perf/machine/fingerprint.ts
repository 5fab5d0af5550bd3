import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, cpus, release, totalmem, type } from 'node:os'
import type { Environment } from '../environment/environment.ts'
import { processEnvironment } from '../config.ts'
import { KnownFailure } from '../errors.ts'
import type { Fingerprint } from '../result/circumstances.ts'
import { laneOf, lanePattern } from './lane.ts'

/**
 * `machine/` says on what a run was made. Readers of the machine's state while it runs (steal,
 * disk) are probes and live elsewhere.
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

/**
 * Of this machine and the services started on it. Throws KnownFailure('usage') for a `lane` that is
 * none.
 */
export function readFingerprint(
  options: { readonly lane: string | undefined },
  environment: Pick<Environment, 'provider' | 'durability'> & {
    readonly [Service in 'postgres' | 'redis' | 'kafka']: { readonly version: string }
  },
): Fingerprint {
  const software = {
    node: process.versions.node,
    postgres: environment.postgres.version,
    redis: environment.redis.version,
    kafka: environment.kafka.version,
    autocannon: installedVersion('autocannon'),
    provider: environment.provider,
    durability: environment.durability,
  }
  return fingerprintOf(readMachineFacts(), software, processEnvironment, options.lane)
}

/** `variables` are environment variables; `lane` overrides the one that follows from them. */
export function fingerprintOf(
  machine: MachineFacts,
  software: SoftwareFacts,
  variables: Readonly<Record<string, string | undefined>>,
  lane: string = laneOf(machine, variables),
): Fingerprint {
  if (lanePattern.test(lane)) return { lane, ...machine, ...software }
  const expectation = 'expected a name like "local-2cpu" or "github-ubuntu-4cpu"'
  throw new KnownFailure('usage', `--lane is "${lane}", ${expectation}`)
}

export function readMachineFacts(): MachineFacts {
  return {
    cpuModel: cpus()[0]?.model.trim() || 'unknown',
    // What this process may use, which a container's limits can make fewer than there are.
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    os: readOsName(),
  }
}

function installedVersion(name: string): string {
  const path = createRequire(import.meta.url).resolve(`${name}/package.json`)
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version
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
