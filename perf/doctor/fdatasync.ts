import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { KnownFailure } from '../errors.ts'

/**
 * What this disk takes to make one block durable, in milliseconds. No commit that waits for the
 * disk is faster.
 */
export interface FdatasyncFloor {
  readonly writes: number
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/** Postgres writes its log in blocks of this size. */
const blockBytes = 8192
const writesWanted = 400
/** A disk that stalls must not stall the caller for minutes. */
const timeLimitMs = 5000

/**
 * Overwrites blocks of a preallocated file one by one, each followed by fdatasync, as a database
 * writes its log. Blocks the event loop for as long as it measures, so that nothing else is
 * measured with it.
 * @param folder on the disk in question; made when it is not there
 */
export async function probeFdatasync(folder: string): Promise<FdatasyncFloor> {
  try {
    mkdirSync(folder, { recursive: true })
    const own = mkdtempSync(join(folder, 'fdatasync-'))
    try {
      return floorOf(measure(join(own, 'blocks')))
    } finally {
      rmSync(own, { recursive: true, force: true })
    }
  } catch (cause) {
    throw new KnownFailure(
      'disk',
      `folder ${folder} cannot be written, expected to probe its disk`,
      {
        cause,
        remedy: 'free space on that disk, or set PLUMBLINE_CACHE to a folder on another one',
      },
    )
  }
}

function measure(file: string): readonly number[] {
  const descriptor = openSync(file, 'wx')
  try {
    const block = Buffer.alloc(blockBytes, 1)
    for (let index = 0; index < writesWanted; index += 1) {
      writeSync(descriptor, block, 0, blockBytes, index * blockBytes)
    }
    fsyncSync(descriptor)
    const durationsMs: number[] = []
    const deadlineMs = performance.now() + timeLimitMs
    while (durationsMs.length < writesWanted && performance.now() < deadlineMs) {
      writeSync(descriptor, block, 0, blockBytes, durationsMs.length * blockBytes)
      const startedMs = performance.now()
      fdatasyncSync(descriptor)
      durationsMs.push(performance.now() - startedMs)
    }
    return durationsMs
  } finally {
    closeSync(descriptor)
  }
}

/** Nearest-rank percentiles of a few hundred durations. */
export function floorOf(durationsMs: readonly number[]): FdatasyncFloor {
  const sorted = durationsMs.toSorted((a, b) => a - b)
  const rank = (share: number): number =>
    sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  return { writes: sorted.length, p50: rank(0.5), p99: rank(0.99), max: rank(1) }
}
