import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { KnownFailure } from '../errors.ts'
import { probeClock } from './clock.ts'
import { floorOf, probeFdatasync } from './fdatasync.ts'
import { availableBytesOf } from './machine-facts.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('percentiles are nearest ranks of the durations', () => {
  const durationsMs = Array.from({ length: 200 }, (_, index) => 200 - index)
  expect(floorOf(durationsMs)).toEqual({ writes: 200, p50: 100, p99: 198, max: 200 })
})

test('a probe measures real writes in order of size and leaves nothing behind', async () => {
  const floor = await probeFdatasync(folder)
  expect(floor.writes).toBeGreaterThan(0)
  expect(floor.p50).toBeGreaterThan(0)
  expect(floor.p99).toBeGreaterThanOrEqual(floor.p50)
  expect(floor.max).toBeGreaterThanOrEqual(floor.p99)
  expect(readdirSync(folder)).toEqual([])
})

test('a folder that cannot be made is a known failure with a way out', async () => {
  writeFileSync(join(folder, 'file'), '')
  const probe = probeFdatasync(join(folder, 'file', 'below'))
  await expect(probe).rejects.toThrow(KnownFailure)
  await expect(probe).rejects.toMatchObject({
    code: 'disk',
    remedy: expect.stringContaining('PLUMBLINE_CACHE'),
  })
})

test('the clock moves in steps and a reading costs time', () => {
  const clock = probeClock()
  expect(clock.resolutionNs).toBeGreaterThan(0)
  expect(clock.readingNs).toBeGreaterThan(0)
})

test("available memory is the kernel's own estimate", () => {
  expect(availableBytesOf('MemFree: 5 kB\nMemAvailable:   2048 kB\n')).toBe(2048 * 1024)
  expect(availableBytesOf('MemFree: 5 kB\n')).toBeUndefined()
})
