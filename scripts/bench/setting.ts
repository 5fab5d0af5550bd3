import { loadavg } from 'node:os'
import { repositoryFolder } from '../../perf/config.ts'
import type { Environment } from '../../perf/environment/environment.ts'
import { type MachineFacts, readMachineFacts } from '../../perf/machine/fingerprint.ts'
import { type CpuJiffies, readCpuJiffies, stealPercent } from '../../perf/probes/cpu-steal.ts'
import type { RunResult } from '../../perf/result/document.ts'
import { gitMaybe } from '../../perf/target/git.ts'

/** Where a row's figures come from: without this they are rumours. */
export interface Setting {
  readonly startedAt: string
  readonly command: string
  /** Of the working tree that was measured, e.g. "0a1b2c3d4e5f with uncommitted changes". */
  readonly commit: string
  readonly machine: MachineFacts
  readonly node: string
  /** Undefined for a row that needs no services. */
  readonly services: ServicesUsed | undefined
  /** Others on the machine make figures worse, so it is said how busy it was before the row. */
  readonly loadAverage1: number
  readonly stealPercent: number
}

export interface ServicesUsed {
  readonly provider: string
  readonly durability: string
  readonly postgres: string
  readonly redis: string
  readonly kafka: string
}

/** Looks at the machine before the row; the function it returns completes the setting after it. */
export async function beginSetting(
  command: string,
): Promise<(environment: Environment | undefined) => Setting> {
  const begun = {
    startedAt: new Date().toISOString(),
    command,
    commit: await commitNow(),
    machine: readMachineFacts(),
    node: process.versions.node,
    loadAverage1: loadavg()[0] ?? 0,
  }
  const before: CpuJiffies = readCpuJiffies()
  return (environment) => ({
    ...begun,
    services: environment === undefined ? undefined : servicesOf(environment),
    stealPercent: stealPercent(before, readCpuJiffies()),
  })
}

/** That of a run which wrote down itself where it was made. */
export function settingOfRun(
  { head, fingerprint, machine, startedAt }: RunMade,
  command: string,
): Setting {
  const commit = head.commit.slice(0, 12)
  return {
    startedAt,
    command,
    commit: head.dirty ? `${commit} with uncommitted changes` : commit,
    machine: fingerprint,
    node: fingerprint.node,
    services: fingerprint,
    loadAverage1: machine.loadAverage1,
    stealPercent: machine.stealPercent,
  }
}

type RunMade = Pick<RunResult, 'head' | 'fingerprint' | 'machine' | 'startedAt'>

async function commitNow(): Promise<string> {
  const cwd = repositoryFolder
  const commit = await gitMaybe(['rev-parse', '--short=12', 'HEAD'], { cwd })
  if (commit === undefined) return 'no commit'
  const changes = await gitMaybe(['status', '--porcelain', '--', 'perf', 'system'], { cwd })
  return changes === '' ? commit : `${commit} with uncommitted changes`
}

function servicesOf({ provider, durability, ...services }: Environment): ServicesUsed {
  return {
    provider,
    durability,
    postgres: services.postgres.version,
    redis: services.redis.version,
    kafka: services.kafka.version,
  }
}
