import type { Profiler } from 'node:inspector'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Inspector } from './inspector.ts'

export type CpuProfile = Profiler.Profile

/**
 * Often enough for functions of some 1 % in a few seconds, and the sampler itself stays below 5 %.
 */
const defaultIntervalUs = 500

/** Samples stacks for so many seconds, or for as long as `during` works. */
export async function cpuProfile(
  inspector: Inspector,
  during: number | (() => Promise<unknown>),
  intervalUs: number = defaultIntervalUs,
): Promise<CpuProfile> {
  await inspector.startCpuProfile(intervalUs)
  await (typeof during === 'number' ? sleep(during * 1_000) : during())
  return inspector.stopCpuProfile()
}
